using System.Text;
using System.Text.RegularExpressions;
using NodeTasker.LocalCluster;

namespace NodeTasker.Testing;

/// <summary>The local cluster, in this process. It has one user, who may do everything: no RBAC.</summary>
internal sealed partial class LocalApiServer : ApiServer
{
    private readonly LocalClusterServer _server;
    private readonly ServedRequests? _requests;

    private LocalApiServer(LocalClusterServer server, string kubeconfig, ServedRequests? requests)
    {
        _server = server;
        _requests = requests;
        Token = TokenOf().Match(kubeconfig).Groups[1].Value;
        CertificateAuthority = Encoding.ASCII.GetString(Convert.FromBase64String(AuthorityOf().Match(kubeconfig).Groups[1].Value));
    }

    public override ServerKind Kind => ServerKind.LocalCluster;

    public override Uri Url => _server.Url;

    public override string Token { get; }

    public override string CertificateAuthority { get; }

    public override bool KeepsDataOverRestart => false;

    public static async Task<LocalApiServer> StartAsync(ApiServerOptions options, CancellationToken cancellationToken)
    {
        var local = new LocalClusterOptions();
        if (options.EventHistory is { } history)
            local = local with { EventHistory = history };
        var server = await LocalClusterServer.StartAsync(local, cancellationToken);
        using var folder = new TempDir();
        await server.WriteKubeconfigAsync(folder["kubeconfig"], cancellationToken: cancellationToken);
        return new LocalApiServer(
            server,
            await File.ReadAllTextAsync(folder["kubeconfig"], cancellationToken),
            options.LogRequests ? new ServedRequests(server.Url.Port) : null
        );
    }

    public override IReadOnlyList<string> RequestsOfOthers(string part) => (_requests ?? throw NotLogged()).Read(part);

    public override async ValueTask DisposeAsync()
    {
        _requests?.Dispose();
        await _server.DisposeAsync();
    }

    [GeneratedRegex(@"token: (\S+)")]
    private static partial Regex TokenOf();

    [GeneratedRegex(@"certificate-authority-data: (\S+)")]
    private static partial Regex AuthorityOf();
}
