namespace k8s.KubeConfigModels;

public class UserCredentials
{
    public string ClientCertificateData { get; set; }

    public string ClientCertificate { get; set; }

    public string ClientKeyData { get; set; }

    public string ClientKey { get; set; }

    public string Token { get; set; }

    public string Impersonate { get; set; }

    public IEnumerable<string> ImpersonateGroups { get; set; } = [];

    public Dictionary<string, string> ImpersonateUserExtra { get; set; } = [];

    public string UserName { get; set; }

    public string Password { get; set; }

    public AuthProvider AuthProvider { get; set; }

    public ExternalExecution ExternalExecution { get; set; }

    public IEnumerable<NamedExtension> Extensions { get; set; }

    internal string TokenFile { get; set; }

    /// <summary>The folder that relative paths start from; null is the working directory.</summary>
    internal string BaseDirectory { get; set; }

    internal string Resolve(string path) => BaseDirectory is null ? path : Path.Combine(BaseDirectory, path);
}
