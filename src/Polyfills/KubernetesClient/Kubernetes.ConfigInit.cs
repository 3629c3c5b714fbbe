using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using k8s.Authentication;

namespace k8s;

public partial class Kubernetes
{
    public static ServiceClientCredentials CreateCredentials(KubernetesClientConfiguration config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.TokenProvider is not null) return new TokenCredentials(config.TokenProvider);
        if (!string.IsNullOrEmpty(config.AccessToken)) return new TokenCredentials(config.AccessToken);
        return string.IsNullOrEmpty(config.Username) ? null : new BasicAuthenticationCredentials { UserName = config.Username, Password = config.Password };
    }

    public static bool CertificateValidationCallBack(object sender, X509Certificate2Collection caCerts, X509Certificate certificate, X509Chain chain, SslPolicyErrors sslPolicyErrors)
    {
        ArgumentNullException.ThrowIfNull(caCerts);
        ArgumentNullException.ThrowIfNull(chain);
        if (certificate is null || sslPolicyErrors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return false;

        // A server certificate that the system trusts is not enough: only the given authorities count.
        using var custom = new X509Chain();
        custom.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        custom.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        custom.ChainPolicy.CustomTrustStore.AddRange(caCerts);
        foreach (var element in chain.ChainElements) custom.ChainPolicy.ExtraStore.Add(element.Certificate);
        custom.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        return custom.Build(certificate as X509Certificate2 ?? X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));
    }

    private static HttpClient CreateHttpClient(KubernetesClientConfiguration config, DelegatingHandler[] handlers)
    {
        var transport = new SocketsHttpHandler
        {
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromMinutes(3),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
            EnableMultipleHttp2Connections = true,
        };
        ConfigureTls(config, transport.SslOptions);
        config.FirstMessageHandlerSetup?.Invoke(transport);

        HttpMessageHandler outermost = transport;
        foreach (var handler in (handlers ?? []).AsEnumerable().Reverse())
        {
            var innermost = handler;
            while (innermost.InnerHandler is DelegatingHandler inner) innermost = inner;
            innermost.InnerHandler = outermost;
            outermost = handler;
        }

        var client = new HttpClient(outermost, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        if (!string.IsNullOrWhiteSpace(config.UserAgent)) client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", config.UserAgent);
        return client;
    }

    private static void ConfigureTls(KubernetesClientConfiguration config, SslClientAuthenticationOptions tls)
    {
        if (config.SkipTlsVerify)
#pragma warning disable CA5359 // It is what insecure-skip-tls-verify asks for.
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        else if (config.SslCaCerts is { Count: > 0 } authorities)
            tls.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) => CertificateValidationCallBack(sender, authorities, certificate, chain, errors);

        var clientCertificate = ClientCertificate.Load(config);
        if (clientCertificate is null) return;
        tls.ClientCertificates = [clientCertificate];
        // The only certificate is the one to send, whatever issuers the server says it likes.
        tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => clientCertificate;
    }
}
