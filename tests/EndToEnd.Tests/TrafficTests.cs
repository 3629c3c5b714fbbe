namespace NodeTasker.EndToEnd.Tests;

/// <summary>What an agent costs the API server, by the server's audit log or by what passes through a proxy.</summary>
public sealed class TrafficTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(6);

    [Theory(Timeout = 60_000), MemberData(nameof(EveryServer))]
    public async Task An_idle_agent_sends_nothing_beside_its_watch(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var (requests, agent) = await CountedAgentAsync(cluster);
        await cluster.FenceAsync(agent.Settings.NodeName, Cancellation);
        var before = requests();

        // Nothing to wait for: that nothing happens in this time is the point.
        await Task.Delay(Watched, Cancellation);

        Assert.Equal(before, requests());
        Assert.Single(before, request => request.Contains("watch=true", StringComparison.Ordinal) && request.Contains("/configmaps", StringComparison.Ordinal));
    }

    [Theory(Timeout = 60_000), MemberData(nameof(EveryServer))]
    public async Task A_short_run_costs_exactly_one_write_and_no_read(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var (requests, agent) = await CountedAgentAsync(cluster);
        await cluster.FenceAsync(agent.Settings.NodeName, Cancellation);
        var before = requests().Count;

        for (var run = 1; run <= 3; run++)
        {
            await cluster.SetTaskAsync(cluster.MarkingScript($"short-{run}"), Cancellation);
            await cluster.WaitForSuccessAsync(agent.Settings.NodeName, $"short-{run}", Cancellation);
        }

        await Eventually.IsTrueAsync("three requests are in the log", () => requests().Count >= before + 3, cancellationToken: Cancellation);
        var after = requests().Skip(before).ToList();
        Assert.Equal(3, after.Count);
        Assert.All(after, request => Assert.StartsWith($"PATCH /{cluster.ConfigMaps}/node-tasker-results-{agent.Settings.NodeName}?", request, StringComparison.Ordinal));
    }

    private static async Task<(Func<IReadOnlyList<string>> Requests, AgentProcess Agent)> CountedAgentAsync(TestCluster cluster)
    {
        if (cluster.Server.AuditLogPath is not null)
        {
            var watched = await cluster.AddReadyAgentAsync("worker", Cancellation);
            var unique = cluster.Namespace.Split('-')[^1];
            return (() => RequestLog.Read(cluster.Server, unique), watched);
        }

        var proxy = cluster.AddProxy();
        return (() => [.. proxy.Requests], await cluster.AddReadyAgentAsync("worker", Cancellation, cluster.Kubeconfig(proxy.Url)));
    }
}
