using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using k8s.Authentication;

namespace k8s;

/// <summary>Where the API server is, whom to trust and who one is.</summary>
public partial class KubernetesClientConfiguration
{
    public string Namespace { get; set; }

    public string Host { get; set; }

    /// <summary>When set, only these authorities are trusted.</summary>
    public X509Certificate2Collection SslCaCerts { get; set; }

    /// <summary>PEM as base64.</summary>
    public string ClientCertificateData { get; set; }

    /// <summary>PEM as base64.</summary>
    public string ClientCertificateKeyData { get; set; }

    public string ClientCertificateFilePath { get; set; }

    public string ClientKeyFilePath { get; set; }

    public X509KeyStorageFlags? ClientCertificateKeyStoreFlags { get; set; }

    public bool SkipTlsVerify { get; set; }

    /// <summary>The name that the server's certificate must have, when it is not that of <see cref="Host"/>.</summary>
    public string TlsServerName { get; set; }

    public string UserAgent { get; set; } = "kubernetes-csharp/" + typeof(KubernetesClientConfiguration).Assembly.GetName().Version;

    public string Username { get; set; }

    public string Password { get; set; }

    public string AccessToken { get; set; }

    /// <summary>Takes precedence over <see cref="AccessToken"/>, which takes precedence over user name and password.</summary>
    public ITokenProvider TokenProvider { get; set; }

    public TimeSpan HttpClientTimeout { get; set; } = TimeSpan.FromSeconds(100);

    public Action<SocketsHttpHandler> FirstMessageHandlerSetup { get; set; }

    public bool DisableHttp2 { get; set; }

    public JsonSerializerOptions JsonSerializerOptions { get; private set; } = new(KubernetesJson.Options);

    public void AddJsonOptions(Action<JsonSerializerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(JsonSerializerOptions);
    }
}
