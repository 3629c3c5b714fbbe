namespace NodeTasker.LocalCluster.Tests.Servers;

/// <summary>The servers that must answer alike.</summary>
public enum ServerKind
{
    /// <summary>The embedded one.</summary>
    Local,

    /// <summary>The kube-apiserver in <c>KUBEBUILDER_ASSETS</c>.</summary>
    Real,
}
