using System.Text.Json.Nodes;
using NodeTasker.TaskModel;

namespace NodeTasker.EndToEnd.Tests;

/// <summary>A Node that is deleted while its kubelet registers again: the results of the one before are collected, as Kubernetes' garbage collector does.</summary>
public sealed class NodeReplacedTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    public static TheoryData<ServerKind, bool> EveryServerAndWay =>
        new()
        {
            { ServerKind.LocalCluster, false },
            { ServerKind.LocalCluster, true },
            { ServerKind.Envtest, false },
            { ServerKind.Envtest, true },
        };

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServerAndWay))]
    public async Task The_result_of_a_run_is_there_again_under_the_new_Node_and_nothing_ran_twice(ServerKind kind, bool restarted)
    {
        var cluster = await ClusterAsync(kind);
        var (proxy, agent) = await AddAgentBehindProxyAsync(cluster);
        var node = agent.Settings.NodeName;
        await cluster.SetTaskAsync(cluster.MarkingScript("ended"), TestContext.Current.CancellationToken);
        var before = await cluster.WaitForSuccessAsync(node, "ended", TestContext.Current.CancellationToken);
        Assert.Equal(await UidAsync(cluster, node), OwnerOf(before));

        var uid = await ReplaceNodeAsync(cluster, node);
        if (restarted)
            await RestartAsync(agent);
        else
            proxy.Cut();
        var after = await cluster.WaitForSuccessAsync(node, "ended", TestContext.Current.CancellationToken);
        await cluster.FenceAsync(node, TestContext.Current.CancellationToken);

        Assert.Equal(uid, OwnerOf(after));
        Assert.Equal(before.ConfigMap["data"]!.ToJsonString(), after.ConfigMap["data"]!.ToJsonString());
        Assert.Equal(1, cluster.CountMarks("ended"));
        Assert.Equal(uid, OwnerOf((await cluster.ResultAsync(node, TestContext.Current.CancellationToken))!));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServerAndWay))]
    public async Task A_run_that_waits_for_its_grant_asks_again_under_the_new_Node_and_starts_once(ServerKind kind, bool restarted)
    {
        var cluster = await ClusterAsync(kind);
        var (proxy, agent) = await AddAgentBehindProxyAsync(cluster);
        var node = agent.Settings.NodeName;
        await cluster.SetTaskAsync(
            new JsonObject { ["task"] = cluster.MarkingScript("gated"), ["parallelism"] = "1" },
            TestContext.Current.CancellationToken
        );
        await WaitsAsync(cluster, node);

        var uid = await ReplaceNodeAsync(cluster, node);
        if (restarted)
            await RestartAsync(agent);
        else
            proxy.Cut();
        var asked = await WaitsAsync(cluster, node);
        await cluster.Api.PostAsync(
            $"apis/coordination.k8s.io/v1/namespaces/{cluster.Namespace}/leases",
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = ObjectNames.Grant("node-tasker", node) },
                ["spec"] = new JsonObject { ["holderIdentity"] = asked.Run },
            },
            TestContext.Current.CancellationToken
        );
        var ended = await cluster.WaitForSuccessAsync(node, "gated", TestContext.Current.CancellationToken);

        Assert.Equal((uid, uid), (OwnerOf(asked), OwnerOf(ended)));
        Assert.Equal(1, cluster.CountMarks("gated"));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_result_that_somebody_deletes_stays_away_when_its_run_has_ended(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var (proxy, agent) = await AddAgentBehindProxyAsync(cluster);
        var node = agent.Settings.NodeName;
        await cluster.SetTaskAsync(cluster.MarkingScript("deleted"), TestContext.Current.CancellationToken);
        await cluster.WaitForSuccessAsync(node, "deleted", TestContext.Current.CancellationToken);
        await cluster.Api.DeleteAsync(ResultOf(cluster, node), TestContext.Current.CancellationToken);

        var reads = ReadsOfNode(cluster, node);
        proxy.Cut();
        await Eventually.IsTrueAsync(
            "the Node is read again",
            () => ReadsOfNode(cluster, node) > reads,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await RestartAsync(agent);

        Assert.Null(await cluster.ResultAsync(node, TestContext.Current.CancellationToken));
        await cluster.FenceAsync(node, TestContext.Current.CancellationToken);
        Assert.Equal(1, cluster.CountMarks("deleted"));
    }

    private static async Task<(CuttableProxy Proxy, AgentProcess Agent)> AddAgentBehindProxyAsync(TestCluster cluster)
    {
        var proxy = cluster.AddProxy();
        return (proxy, await cluster.AddReadyAgentAsync("worker", Cancellation, cluster.Kubeconfig(proxy.Url)));
    }

    /// <summary>Deletes the Node, has it register again, and collects its result as Kubernetes does; returns the new uid.</summary>
    private static async Task<string> ReplaceNodeAsync(TestCluster cluster, string node)
    {
        var before = await UidAsync(cluster, node);
        await cluster.Api.DeleteAsync($"api/v1/nodes/{node}", Cancellation);
        await cluster.Api.PostAsync("api/v1/nodes", new JsonObject { ["metadata"] = new JsonObject { ["name"] = node } }, Cancellation);
        var uid = await UidAsync(cluster, node);
        Assert.NotEqual(before, uid);
        await cluster.Api.DeleteAsync(ResultOf(cluster, node), Cancellation);
        return uid;
    }

    private static async Task RestartAsync(AgentProcess agent)
    {
        await agent.KillAsync(Cancellation);
        await agent.StartAgainAsync();
        await agent.WaitReadyAsync(Cancellation);
    }

    private static async Task<string> UidAsync(TestCluster cluster, string node) =>
        (string)(await cluster.Api.GetAsync($"api/v1/nodes/{node}", Cancellation))!["metadata"]!["uid"]!;

    private static string? OwnerOf(NodeResult result) => (string?)Assert.Single(result.Metadata["ownerReferences"]!.AsArray())!["uid"];

    private static string ResultOf(TestCluster cluster, string node) => $"{cluster.ConfigMaps}/node-tasker-results-{node}";

    private static int ReadsOfNode(TestCluster cluster, string node) =>
        cluster
            .Server.RequestsOfOthers(cluster.Unique)
            .Count(request =>
                request.StartsWith("GET", StringComparison.Ordinal)
                && request.Contains("/nodes?", StringComparison.Ordinal)
                && request.Contains(node, StringComparison.Ordinal)
            );

    private static Task<NodeResult> WaitsAsync(TestCluster cluster, string node) =>
        cluster.WaitForResultAsync(
            node,
            "waiting for the controller",
            result => result.Phase == "Pending" && result.Message.StartsWith("waiting for the controller", StringComparison.Ordinal),
            Cancellation
        );
}
