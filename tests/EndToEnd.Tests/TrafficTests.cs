namespace NodeTasker.EndToEnd.Tests;

/// <summary>What an agent costs the API server, by the server's own log of requests.</summary>
public sealed class TrafficTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(6);

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task An_idle_agent_sends_nothing_beside_its_watch(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);
        var before = RequestsIn(cluster);

        // Nothing to wait for: that nothing happens in this time is the point.
        await Task.Delay(Watched, TestContext.Current.CancellationToken);

        Assert.Equal(before, RequestsIn(cluster));
        Assert.Single(before, request =>
            request.Contains("watch=true", StringComparison.Ordinal) && request.Contains("/configmaps", StringComparison.Ordinal)
        );
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_short_run_costs_exactly_one_write_and_no_read(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);
        var before = RequestsIn(cluster).Count;

        for (var run = 1; run <= 3; run++)
        {
            await cluster.SetTaskAsync(cluster.MarkingScript($"short-{run}"), TestContext.Current.CancellationToken);
            await cluster.WaitForSuccessAsync(agent.Settings.NodeName, $"short-{run}", TestContext.Current.CancellationToken);
        }

        await Eventually.IsTrueAsync(
            "three requests are in the log",
            () => RequestsIn(cluster).Count >= before + 3,
            cancellationToken: TestContext.Current.CancellationToken
        );
        var after = RequestsIn(cluster).Skip(before).ToList();
        Assert.Equal(3, after.Count);
        Assert.All(after, request =>
            Assert.StartsWith(
                $"PATCH /{cluster.ConfigMaps}/node-tasker-results-{agent.Settings.NodeName}?",
                request,
                StringComparison.Ordinal
            )
        );
    }

    private static IReadOnlyList<string> RequestsIn(TestCluster cluster) => cluster.Server.RequestsOfOthers(cluster.Unique);
}
