using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace NodeTasker.LocalCluster.Tests.Servers;

/// <summary>A running server and what it takes to talk to it: its kubeconfig.</summary>
internal sealed partial class ApiServer : IAsyncDisposable
{
    private readonly Func<ValueTask> _stop;

    public ApiServer(string kubeconfig, Func<ValueTask> stop)
    {
        _stop = stop;
        Kubeconfig = kubeconfig;
        var text = File.ReadAllText(kubeconfig);
        Url = new Uri(ServerLine().Match(text).Groups[1].Value);
        Token = TokenLine().Match(text).Groups[1].Value;
        var authority = X509Certificate2.CreateFromPem(
            System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(AuthorityLine().Match(text).Groups[1].Value))
        );

        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { authority },
        };
        Anonymous = new HttpClient(handler) { BaseAddress = Url };
        Client = new HttpClient(handler) { BaseAddress = Url };
        Client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        Client.DefaultRequestHeaders.UserAgent.ParseAdd("tests/1");
    }

    public Uri Url { get; }

    public string Token { get; }

    public string Kubeconfig { get; }

    public HttpClient Client { get; }

    /// <summary>The same without the token.</summary>
    public HttpClient Anonymous { get; }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Anonymous.Dispose();
        await _stop();
    }

    [GeneratedRegex(@"server: (\S+)")]
    private static partial Regex ServerLine();

    [GeneratedRegex(@"token: (\S+)")]
    private static partial Regex TokenLine();

    [GeneratedRegex(@"certificate-authority-data: (\S+)")]
    private static partial Regex AuthorityLine();
}
