using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests;

/// <summary>Once per content, and for nothing else.</summary>
public sealed class RunOnceTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task The_same_content_applied_again_runs_nothing_and_writes_nothing(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", Cancellation);
        await cluster.SetTaskAsync(cluster.MarkingScript("once"), Cancellation);
        var first = await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "once", Cancellation);

        await cluster.SetTaskAsync(cluster.MarkingScript("once"), Cancellation);
        await cluster.DeleteTaskAsync(Cancellation);
        await cluster.SetTaskAsync(cluster.MarkingScript("once"), Cancellation);
        var after = await cluster.ResultAsync(agent.Settings.NodeName, Cancellation);
        await cluster.FenceAsync(agent.Settings.NodeName, Cancellation);

        Assert.Equal(1, cluster.CountMarks("once"));
        Assert.Equal(first.ResourceVersion, after!.ResourceVersion);
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task New_content_runs_once_and_so_does_a_new_nonce(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", Cancellation);
        var runs = new HashSet<string>();

        foreach (var content in new[] { "a", "b", "c" })
        {
            await cluster.SetTaskAsync(cluster.MarkingScript(content), Cancellation);
            runs.Add((await cluster.WaitForSuccessAsync(agent.Settings.NodeName, content, Cancellation)).Run);
        }

        await cluster.SetTaskAsync(new JsonObject { ["task"] = cluster.MarkingScript("c"), ["nonce"] = "again" }, Cancellation);
        await cluster.WaitForResultAsync(agent.Settings.NodeName, "Succeeded in a new run", result => result.Phase == "Succeeded" && runs.Add(result.Run), Cancellation);

        Assert.Equal((1, 1, 2), (cluster.CountMarks("a"), cluster.CountMarks("b"), cluster.CountMarks("c")));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task Changed_annotations_labels_and_limits_run_nothing(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", Cancellation);
        await cluster.SetTaskAsync(cluster.MarkingScript("steady"), Cancellation);
        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "steady", Cancellation);

        await cluster.PatchTaskAsync(JsonNode.Parse("""{"metadata":{"annotations":{"example.com/touched":"1"}}}""")!.AsObject(), Cancellation);
        await cluster.PatchTaskAsync(JsonNode.Parse("""{"metadata":{"labels":{"example.com/touched":"1"}}}""")!.AsObject(), Cancellation);
        await cluster.PatchTaskAsync(JsonNode.Parse("""{"data":{"timeout":"2h","outputLimit":"64Ki"}}""")!.AsObject(), Cancellation);
        await cluster.FenceAsync(agent.Settings.NodeName, Cancellation);

        Assert.Equal(1, cluster.CountMarks("steady"));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_task_set_before_the_agent_starts_runs_at_its_start_and_not_at_its_next_one(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        await cluster.SetTaskAsync(cluster.MarkingScript("early"), Cancellation);

        var agent = await cluster.AddReadyAgentAsync("worker", Cancellation);
        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "early", Cancellation);
        Assert.Equal(0, await agent.StopAsync(Cancellation));
        await agent.StartAgainAsync();
        await agent.WaitReadyAsync(Cancellation);
        await cluster.FenceAsync(agent.Settings.NodeName, Cancellation);

        Assert.Equal(1, cluster.CountMarks("early"));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task Of_two_changes_made_while_the_agent_was_down_only_the_newest_runs(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", Cancellation);
        await agent.StopAsync(Cancellation);
        await cluster.SetTaskAsync(cluster.MarkingScript("missed"), Cancellation);
        await cluster.SetTaskAsync(cluster.MarkingScript("newest"), Cancellation);

        await agent.StartAgainAsync();
        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "newest", Cancellation);
        await cluster.FenceAsync(agent.Settings.NodeName, Cancellation);

        Assert.Equal((0, 1), (cluster.CountMarks("missed"), cluster.CountMarks("newest")));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task Versions_that_come_and_go_during_a_run_are_never_run(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", Cancellation);
        var gate = cluster.PathOf("gate");
        await cluster.SetTaskAsync(cluster.MarkingScript("long", $"while [ ! -e {gate} ]; do sleep 0.05; done"), Cancellation);
        await Eventually.IsTrueAsync("the long run has begun", () => cluster.CountMarks("long") == 1, cancellationToken: Cancellation);

        await cluster.SetTaskAsync(cluster.MarkingScript("between"), Cancellation);
        await cluster.SetTaskAsync(cluster.MarkingScript("last"), Cancellation);
        await File.WriteAllTextAsync(gate, "", Cancellation);
        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "last", Cancellation);

        Assert.Equal((1, 0, 1), (cluster.CountMarks("long"), cluster.CountMarks("between"), cluster.CountMarks("last")));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task An_agent_whose_node_is_not_selected_runs_and_writes_nothing(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var node = await cluster.AddNodeAsync("worker", Cancellation, new JsonObject { ["role"] = "storage" });
        await cluster.StartAgent(node).WaitReadyAsync(Cancellation);

        await cluster.SetTaskAsync(new JsonObject { ["task"] = cluster.MarkingScript("by-name"), ["nodes"] = "other-*" }, Cancellation);
        await cluster.SetTaskAsync(new JsonObject { ["task"] = cluster.MarkingScript("by-label"), ["nodeSelector"] = "role=worker" }, Cancellation);
        await cluster.SetTaskAsync(new JsonObject { ["task"] = "", ["nodes"] = "other-*" }, Cancellation);
        var before = await cluster.ResultAsync(node, Cancellation);
        await cluster.SetTaskAsync(new JsonObject { ["task"] = cluster.MarkingScript("selected"), ["nodeSelector"] = "role in (storage,db)" }, Cancellation);
        await cluster.WaitForSuccessAsync(node, "selected", Cancellation);

        Assert.Null(before);
        Assert.Equal((0, 0, 1), (cluster.CountMarks("by-name"), cluster.CountMarks("by-label"), cluster.CountMarks("selected")));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_node_that_becomes_selected_by_its_labels_runs_the_task_then(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var node = await cluster.AddNodeAsync("worker", Cancellation);
        await cluster.StartAgent(node).WaitReadyAsync(Cancellation);
        await cluster.SetTaskAsync(new JsonObject { ["task"] = cluster.MarkingScript("late"), ["nodeSelector"] = "role=worker" }, Cancellation);

        await cluster.Api.MergePatchAsync($"api/v1/nodes/{node}", JsonNode.Parse("""{"metadata":{"labels":{"role":"worker"}}}""")!.AsObject(), Cancellation);

        await cluster.WaitForSuccessAsync(node, "late", Cancellation);
        Assert.Equal(1, cluster.CountMarks("late"));
    }
}
