namespace NodeTasker.Testing;

/// <summary>The API servers that the same test runs against.</summary>
public enum ServerKind
{
    /// <summary>The embedded API server of this repository, in the test's process.</summary>
    LocalCluster,

    /// <summary>A real kube-apiserver, from the folder in <c>KUBEBUILDER_ASSETS</c>.</summary>
    Envtest,
}
