using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using k8s;

namespace NodeTasker.Polyfills.Tests.KubernetesClient;

public sealed class TlsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData("RSA", true)]
    [InlineData("RSA PKCS#8", false)]
    [InlineData("EC", false)]
    [InlineData("EC PKCS#8", true)]
    public async Task A_client_certificate_of_a_kubeconfig_is_shown_to_the_server(string form, bool asData)
    {
        using var certificates = new TestCertificates();
        using var folder = new TempFolder();
        await using var server = Server(certificates);
        var (certificate, key) = certificates.Client("agent", form);
        folder.File("pki/client.crt", certificate);
        folder.File("pki/client.key", key);
        folder.File("pki/ca.crt", certificates.AuthorityPem);
        var user = asData
            ? $"{{client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(key)}}}"
            : "{client-certificate: pki/client.crt, client-key: pki/client.key}";
        var kubeconfig = folder.File("config", KubeConfigText.Of(server.Url, user, cluster: asData ? $"certificate-authority-data: {Base64(certificates.AuthorityPem)}" : "certificate-authority: pki/ca.crt"));

        using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        await client.Version.GetCodeAsync(cancellationToken: Token);

        Assert.Equal("CN=agent", Assert.Single(server.Requests).ClientCertificate);
    }

    [Fact(Timeout = 30_000)]
    public async Task Only_the_given_authorities_are_trusted()
    {
        using var certificates = new TestCertificates();
        using var others = new TestCertificates("other");
        await using var server = Server(certificates);
        using var trusting = server.Client(configuration => configuration.SslCaCerts = [others.Authority, certificates.Authority]);
        using var distrusting = server.Client(configuration => configuration.SslCaCerts = [others.Authority]);

        await trusting.Version.GetCodeAsync(cancellationToken: Token);
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => distrusting.Version.GetCodeAsync(cancellationToken: Token));

        Assert.IsType<AuthenticationException>(error.InnerException);
        Assert.Single(server.Requests);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_certificate_for_another_name_is_refused_unless_that_name_is_expected()
    {
        using var certificates = new TestCertificates();
        await using var server = Server(certificates, "kubernetes.default.svc");
        using var strict = server.Client(configuration => configuration.SslCaCerts = [certificates.Authority]);
        using var named = server.Client(configuration => (configuration.SslCaCerts, configuration.TlsServerName) = ([certificates.Authority], "kubernetes.default.svc"));

        await Assert.ThrowsAsync<HttpRequestException>(() => strict.Version.GetCodeAsync(cancellationToken: Token));
        await named.Version.GetCodeAsync(cancellationToken: Token);

        Assert.Equal("kubernetes.default.svc", Assert.Single(server.Requests).Header("Host"));
    }

    [Fact(Timeout = 30_000)]
    public async Task Verification_can_be_skipped()
    {
        using var certificates = new TestCertificates();
        await using var server = Server(certificates, "elsewhere");
        using var client = server.Client(configuration => configuration.SkipTlsVerify = true);

        await client.Version.GetCodeAsync(cancellationToken: Token);

        Assert.Single(server.Requests);
    }

    [Fact]
    public void A_key_that_is_not_the_certificates_is_refused_with_the_reason()
    {
        using var certificates = new TestCertificates();
        var configuration = new KubernetesClientConfiguration
        {
            Host = "https://127.0.0.1",
            ClientCertificateData = Base64(certificates.Client("a", "EC").Certificate),
            ClientCertificateKeyData = Base64(certificates.Client("b", "EC").Key),
        };

        var error = Assert.Throws<k8s.Exceptions.KubeConfigException>(() => new Kubernetes(configuration));

        Assert.Contains("client certificate and key can't be used", error.Message, StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static StandInServer Server(TestCertificates certificates, string? name = null) => new(
        (_, stream, token) => StandInServer.WriteAsync(stream, StandInServer.Response("{}"), token),
        new SslServerAuthenticationOptions
        {
            ServerCertificate = certificates.Server(name),
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is null || certificate.Issuer == certificates.Authority.Subject,
        });
}
