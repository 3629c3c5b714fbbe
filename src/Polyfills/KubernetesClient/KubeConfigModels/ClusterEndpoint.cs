namespace k8s.KubeConfigModels;

public class ClusterEndpoint
{
    public string CertificateAuthority { get; set; }

    public string CertificateAuthorityData { get; set; }

    public string Server { get; set; }

    public string TlsServerName { get; set; }

    public bool SkipTlsVerify { get; set; }

    public IEnumerable<NamedExtension> Extensions { get; set; }

    /// <summary>The folder that relative paths start from; null is the working directory.</summary>
    internal string BaseDirectory { get; set; }

    internal string Resolve(string path) => BaseDirectory is null ? path : Path.Combine(BaseDirectory, path);
}
