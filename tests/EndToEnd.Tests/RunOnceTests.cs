using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests;

/// <summary>Once per content, and for nothing else.</summary>
public sealed class RunOnceTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task The_same_content_applied_again_runs_nothing_and_writes_nothing(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(cluster.MarkingScript("once"), TestContext.Current.CancellationToken);
        var first = await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "once", TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync(cluster.MarkingScript("once"), TestContext.Current.CancellationToken);
        await cluster.DeleteTaskAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(cluster.MarkingScript("once"), TestContext.Current.CancellationToken);
        var after = await cluster.ResultAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);
        await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);

        Assert.Equal(1, cluster.CountMarks("once"));
        Assert.Equal(first.ResourceVersion, after!.ResourceVersion);
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task New_content_runs_once_and_so_does_a_new_nonce(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        var runs = new HashSet<string>();

        foreach (var content in new[] { "a", "b", "c" })
        {
            await cluster.SetTaskAsync(cluster.MarkingScript(content), TestContext.Current.CancellationToken);
            runs.Add((await cluster.WaitForSuccessAsync(agent.Settings.NodeName, content, TestContext.Current.CancellationToken)).Run);
        }

        await cluster.SetTaskAsync(
            new JsonObject { ["task"] = cluster.MarkingScript("c"), ["nonce"] = "again" },
            TestContext.Current.CancellationToken
        );
        await cluster.WaitForResultAsync(
            agent.Settings.NodeName,
            "Succeeded in a new run",
            result => result.Phase == "Succeeded" && runs.Add(result.Run),
            TestContext.Current.CancellationToken
        );

        Assert.Equal((1, 1, 2), (cluster.CountMarks("a"), cluster.CountMarks("b"), cluster.CountMarks("c")));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task Changed_annotations_labels_and_limits_run_nothing(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(cluster.MarkingScript("steady"), TestContext.Current.CancellationToken);
        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "steady", TestContext.Current.CancellationToken);

        await cluster.PatchTaskAsync(
            JsonNode.Parse("""{"metadata":{"annotations":{"example.com/touched":"1"}}}""")!.AsObject(),
            TestContext.Current.CancellationToken
        );
        await cluster.PatchTaskAsync(
            JsonNode.Parse("""{"metadata":{"labels":{"example.com/touched":"1"}}}""")!.AsObject(),
            TestContext.Current.CancellationToken
        );
        await cluster.PatchTaskAsync(
            JsonNode.Parse("""{"data":{"timeout":"2h","outputLimit":"64Ki"}}""")!.AsObject(),
            TestContext.Current.CancellationToken
        );
        await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);

        Assert.Equal(1, cluster.CountMarks("steady"));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_task_set_before_the_agent_starts_runs_at_its_start_and_not_at_its_next_one(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        await cluster.SetTaskAsync(cluster.MarkingScript("early"), TestContext.Current.CancellationToken);

        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "early", TestContext.Current.CancellationToken);
        Assert.Equal(0, await agent.StopAsync(TestContext.Current.CancellationToken));
        await agent.StartAgainAsync();
        await agent.WaitReadyAsync(TestContext.Current.CancellationToken);
        await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);

        Assert.Equal(1, cluster.CountMarks("early"));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task Of_two_changes_made_while_the_agent_was_down_only_the_newest_runs(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        await agent.StopAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(cluster.MarkingScript("missed"), TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(cluster.MarkingScript("newest"), TestContext.Current.CancellationToken);

        await agent.StartAgainAsync();
        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "newest", TestContext.Current.CancellationToken);
        await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);

        Assert.Equal((0, 1), (cluster.CountMarks("missed"), cluster.CountMarks("newest")));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task Versions_that_come_and_go_during_a_run_are_never_run(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        var gate = cluster.PathOf("gate");
        await cluster.SetTaskAsync(
            cluster.MarkingScript("long", $"while [ ! -e {gate} ]; do sleep 0.05; done"),
            TestContext.Current.CancellationToken
        );
        await Eventually.IsTrueAsync(
            "the long run has begun",
            () => cluster.CountMarks("long") == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );

        await cluster.SetTaskAsync(cluster.MarkingScript("between"), TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(cluster.MarkingScript("last"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "last", TestContext.Current.CancellationToken);

        Assert.Equal((1, 0, 1), (cluster.CountMarks("long"), cluster.CountMarks("between"), cluster.CountMarks("last")));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task An_agent_whose_node_is_not_selected_runs_and_writes_nothing(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var node = await cluster.AddNodeAsync("worker", TestContext.Current.CancellationToken, new JsonObject { ["role"] = "storage" });
        await cluster.StartAgent(node).WaitReadyAsync(TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync(
            new JsonObject { ["task"] = cluster.MarkingScript("by-name"), ["nodes"] = "other-*" },
            TestContext.Current.CancellationToken
        );
        await cluster.SetTaskAsync(
            new JsonObject { ["task"] = cluster.MarkingScript("by-label"), ["nodeSelector"] = "role=worker" },
            TestContext.Current.CancellationToken
        );
        await cluster.SetTaskAsync(new JsonObject { ["task"] = "", ["nodes"] = "other-*" }, TestContext.Current.CancellationToken);
        var before = await cluster.ResultAsync(node, TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(
            new JsonObject { ["task"] = cluster.MarkingScript("selected"), ["nodeSelector"] = "role in (storage,db)" },
            TestContext.Current.CancellationToken
        );
        await cluster.WaitForSuccessAsync(node, "selected", TestContext.Current.CancellationToken);

        Assert.Null(before);
        Assert.Equal((0, 0, 1), (cluster.CountMarks("by-name"), cluster.CountMarks("by-label"), cluster.CountMarks("selected")));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_node_that_becomes_selected_by_its_labels_runs_the_task_then(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var node = await cluster.AddNodeAsync("worker", TestContext.Current.CancellationToken);
        await cluster.StartAgent(node).WaitReadyAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(
            new JsonObject { ["task"] = cluster.MarkingScript("late"), ["nodeSelector"] = "role=worker" },
            TestContext.Current.CancellationToken
        );

        await cluster.Api.MergePatchAsync(
            $"api/v1/nodes/{node}",
            JsonNode.Parse("""{"metadata":{"labels":{"role":"worker"}}}""")!.AsObject(),
            TestContext.Current.CancellationToken
        );

        await cluster.WaitForSuccessAsync(node, "late", TestContext.Current.CancellationToken);
        Assert.Equal(1, cluster.CountMarks("late"));
    }
}
