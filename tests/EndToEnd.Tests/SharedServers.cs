[assembly: AssemblyFixture(typeof(NodeTasker.EndToEnd.Tests.SharedServers))]

// Most of a test's time is waiting: for backoffs, scripts and dead connections.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]

namespace NodeTasker.EndToEnd.Tests;

/// <summary>One server of each kind for all tests that need not stop theirs; started when first asked for.</summary>
public sealed class SharedServers : IAsyncDisposable
{
    private readonly Lazy<Task<ApiServer>> _local = new(() => ApiServer.StartAsync(ServerKind.LocalCluster));
    private readonly Lazy<Task<ApiServer>> _envtest = new(() => ApiServer.StartAsync(ServerKind.Envtest));

    public Task<ApiServer> GetAsync(ServerKind kind) => (kind == ServerKind.LocalCluster ? _local : _envtest).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { _local, _envtest })
            if (server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
                await (await server.Value).DisposeAsync();
    }
}
