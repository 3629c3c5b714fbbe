namespace NodeTasker.EndToEnd.Tests;

/// <summary>The ground of each end-to-end test: its clusters, and that nothing of them is left.</summary>
public abstract class EndToEndTest(SharedServers servers, ITestOutputHelper output) : IAsyncLifetime
{
    private readonly List<TestCluster> _clusters = [];
    private readonly List<ApiServer> _ownServers = [];

    public static TheoryData<ServerKind> EveryServer => new(ServerKind.LocalCluster, ServerKind.Envtest);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected ITestOutputHelper Output => output;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var failures = new List<Exception>();
        foreach (var cluster in _clusters)
        {
            output.WriteLine(cluster.AgentLogs());
            await CollectAsync(cluster.DisposeAsync);
        }

        foreach (var server in _ownServers)
            await CollectAsync(server.DisposeAsync);
        if (failures.Count > 0)
            throw new AggregateException(failures);

        async Task CollectAsync(Func<ValueTask> dispose)
        {
            try
            {
                await dispose();
            }
            catch (TimeoutException e)
            {
                failures.Add(e);
            }
        }
    }

    /// <summary>A namespace of its own on the shared server of this kind.</summary>
    protected async Task<TestCluster> ClusterAsync(ServerKind kind)
    {
        SkipUnlessAvailable(kind);
        return await ClusterOnAsync(await servers.GetAsync(kind));
    }

    /// <summary>The same on a server of this test alone, which it may stop.</summary>
    protected async Task<TestCluster> OwnClusterAsync(ServerKind kind, ApiServerOptions? options = null, string? @namespace = null)
    {
        SkipUnlessAvailable(kind);
        var server = await ApiServer.StartAsync(kind, options, Cancellation);
        _ownServers.Add(server);
        return await ClusterOnAsync(server, @namespace);
    }

    private static void SkipUnlessAvailable(ServerKind kind)
    {
        var reason = ApiServer.WhyUnavailable(kind);
        Assert.SkipWhen(reason is not null, reason ?? "");
    }

    private async Task<TestCluster> ClusterOnAsync(ApiServer server, string? @namespace = null)
    {
        var cluster = new TestCluster(server, @namespace);
        _clusters.Add(cluster);
        await cluster.CreateNamespaceAsync(Cancellation);
        return cluster;
    }
}
