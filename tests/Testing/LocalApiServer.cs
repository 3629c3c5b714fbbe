using NodeTasker.LocalCluster;

namespace NodeTasker.Testing;

/// <summary>The local cluster, in this process. It has no users: no tokens, no RBAC.</summary>
internal sealed class LocalApiServer(LocalClusterServer server) : ApiServer
{
    public override ServerKind Kind => ServerKind.LocalCluster;

    public override Uri Url => server.Url;

    public override string? Token => null;

    public override string? CertificateAuthority => null;

    public override bool KeepsDataOverRestart => false;

    public static async Task<LocalApiServer> StartAsync(ApiServerOptions options, CancellationToken cancellationToken)
    {
        var local = new LocalClusterOptions();
        if (options.EventHistory is { } history) local = local with { EventHistory = history };
        return new LocalApiServer(await LocalClusterServer.StartAsync(local, cancellationToken));
    }

    public override ValueTask DisposeAsync() => server.DisposeAsync();
}
