using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests;

/// <summary>What a network and an API server do to a watch.</summary>
public sealed class ConnectionTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task After_a_cut_connection_the_agent_watches_again(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var (proxy, agent) = await AddAgentBehindProxyAsync(cluster);

        for (var cut = 1; cut <= 3; cut++)
        {
            var accepted = proxy.Accepted;
            proxy.Cut();
            await Eventually.IsTrueAsync(
                "the agent has connected again",
                () => proxy.Accepted > accepted,
                cancellationToken: TestContext.Current.CancellationToken
            );
            await cluster.SetTaskAsync(cluster.MarkingScript($"cut-{cut}"), TestContext.Current.CancellationToken);
            await cluster.WaitForSuccessAsync(agent.Settings.NodeName, $"cut-{cut}", TestContext.Current.CancellationToken);
            Assert.Equal(1, cluster.CountMarks($"cut-{cut}"));
        }
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_change_missed_by_more_events_than_the_server_remembers_still_runs(ServerKind kind)
    {
        var cluster = await OwnClusterAsync(kind, new ApiServerOptions { EventHistory = 10 });
        var (proxy, agent) = await AddAgentBehindProxyAsync(cluster);
        await cluster.SetTaskAsync(cluster.MarkingScript("before"), TestContext.Current.CancellationToken);
        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "before", TestContext.Current.CancellationToken);

        proxy.Refuse();
        await cluster.SetTaskAsync(cluster.MarkingScript("while-gone"), TestContext.Current.CancellationToken);
        if (cluster.Server.KeepsDataOverRestart)
            await RestartAsync(cluster.Server);
        else
            await MakeEventsAsync(cluster, 30);
        proxy.Admit();

        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "while-gone", TestContext.Current.CancellationToken);
        await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (cluster.CountMarks("before"), cluster.CountMarks("while-gone")));
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_run_that_ends_while_the_API_is_away_is_reported_when_it_is_back(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var (proxy, agent) = await AddAgentBehindProxyAsync(cluster);
        var gate = cluster.PathOf("gate");
        await cluster.SetTaskAsync(
            cluster.MarkingScript("outage", $"while [ ! -e {gate} ]; do sleep 0.05; done\necho end-outage >> {cluster.Marks}"),
            TestContext.Current.CancellationToken
        );
        await Eventually.IsTrueAsync(
            "the script has begun",
            () => cluster.CountMarks("outage") == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );

        proxy.Refuse();
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(
            "the script has ended",
            () => cluster.CountMarks("end-outage") == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );
        var accepted = proxy.Accepted;
        await Eventually.IsTrueAsync(
            "the agent has tried in vain",
            () => proxy.Accepted > accepted,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.NotEqual("Succeeded", (await cluster.ResultAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken))?.Phase);
        proxy.Admit();

        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "outage", TestContext.Current.CancellationToken);
        Assert.Equal(1, cluster.CountMarks("outage"));
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_result_that_could_not_be_sent_survives_the_agents_death(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var (proxy, agent) = await AddAgentBehindProxyAsync(cluster);
        var gate = cluster.PathOf("gate");
        await cluster.SetTaskAsync(
            cluster.MarkingScript("kept", $"while [ ! -e {gate} ]; do sleep 0.05; done\necho end-kept >> {cluster.Marks}"),
            TestContext.Current.CancellationToken
        );
        await Eventually.IsTrueAsync(
            "the script has begun",
            () => cluster.CountMarks("kept") == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );

        proxy.Refuse();
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(
            "the script has ended",
            () => cluster.CountMarks("end-kept") == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await agent.KillAsync(TestContext.Current.CancellationToken);
        await cluster.DeleteTaskAsync(TestContext.Current.CancellationToken);
        proxy.Admit();
        await agent.StartAgainAsync();

        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "kept", TestContext.Current.CancellationToken);
        Assert.Equal(1, cluster.CountMarks("kept"));
    }

    private static async Task<(CuttableProxy Proxy, AgentProcess Agent)> AddAgentBehindProxyAsync(TestCluster cluster)
    {
        var proxy = cluster.AddProxy();
        return (proxy, await cluster.AddReadyAgentAsync("worker", Cancellation, cluster.Kubeconfig(proxy.Url)));
    }

    private static async Task RestartAsync(ApiServer server)
    {
        await server.StopAsync();
        await server.StartAgainAsync(Cancellation);
    }

    private static async Task MakeEventsAsync(TestCluster cluster, int count)
    {
        for (var n = 0; n < count; n++)
            await cluster.Api.PostAsync(
                cluster.ConfigMaps,
                new JsonObject { ["metadata"] = new JsonObject { ["generateName"] = "noise-" } },
                Cancellation
            );
    }
}
