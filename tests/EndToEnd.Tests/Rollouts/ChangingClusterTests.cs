using System.Text.Json.Nodes;
using NodeTasker.Testing.Simulation;

namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>Nodes come and go and the task changes while a rollout is under way.</summary>
public sealed class ChangingClusterTests(SharedServers servers, ITestOutputHelper output) : RolloutTest(servers, output)
{
    private const string Script = "#!/bin/sh\necho hello\n";

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_node_without_an_agent_and_one_that_is_not_ready_have_lines_that_say_so(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, 1);
        await agents.AddNodeAsync("bare", TestContext.Current.CancellationToken);
        await agents.AddNodeAsync("broken", TestContext.Current.CancellationToken);
        await agents.SetReadyAsync("broken", "False", TestContext.Current.CancellationToken);
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync(Script, TestContext.Current.CancellationToken);

        var summary = await WaitForSummaryAsync(cluster, "clear about both", summary =>
            summary["bare"].StartsWith("Pending NoAgent", StringComparison.Ordinal)
            && summary["broken"].StartsWith("Pending NodeNotReady", StringComparison.Ordinal)
        );
        Assert.Equal(("InProgress", "3 nodes: 1 succeeded, 2 pending"), (summary.Status, summary["_summary"]));
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_node_that_is_removed_while_it_holds_a_place_gives_it_up_and_has_no_line(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, 3, (_, _) => SimulatedRun.UntilFinished);
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(new JsonObject { ["task"] = Script, ["parallelism"] = "1" }, TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(
            "the first node runs",
            () => agents.Starts.Count == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );

        var removed = agents.Starts[0].Node;
        await agents.RemoveAsync(removed, TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(
            "the second node runs",
            () => agents.Starts.Count == 2,
            cancellationToken: TestContext.Current.CancellationToken
        );

        var summary = await WaitForSummaryAsync(cluster, "about two nodes", summary =>
            summary["_summary"] == "2 nodes: 1 running, 1 pending"
        );
        Assert.Equal(new[] { "n-1", "n-2", "n-3" }.Except([removed]), summary.Nodes.Keys.Order(StringComparer.Ordinal));
        await Eventually.BecomesAsync(
            "only the node that runs has a grant",
            cancel => GrantsAsync(cluster, cancel),
            grants => grants.SequenceEqual([$"node-tasker-grant-{agents.Starts[1].Node}"]),
            cancellationToken: TestContext.Current.CancellationToken
        );
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_node_that_joins_runs_what_is_there_and_reopens_the_rollout(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, 2);
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(new JsonObject { ["task"] = Script, ["parallelism"] = "1" }, TestContext.Current.CancellationToken);
        await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");

        // As a rename: one goes, and another one comes.
        await agents.RemoveAsync("n-2", TestContext.Current.CancellationToken);
        await agents.AddAsync(["renamed"], TestContext.Current.CancellationToken);

        var summary = await WaitForSummaryAsync(cluster, "Complete with the new node", summary =>
            summary.Status == "Complete" && summary.Nodes.ContainsKey("renamed")
        );
        Assert.Equal(["n-1", "renamed"], summary.Nodes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("2 nodes: 2 succeeded", summary["_summary"]);
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_selector_that_changes_takes_nodes_out_with_their_lines_and_grants(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, 3, (_, _) => SimulatedRun.UntilFinished);
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(new JsonObject { ["task"] = Script, ["parallelism"] = "1" }, TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(
            "the first node runs",
            () => agents.Starts.Count == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );

        var first = agents.Starts[0].Node;
        var other = first == "n-3" ? "n-2" : "n-3";
        await cluster.PatchTaskAsync(
            new JsonObject { ["data"] = new JsonObject { ["nodes"] = other } },
            TestContext.Current.CancellationToken
        );

        var summary = await WaitForSummaryAsync(cluster, "about one node", summary => summary.Nodes.Count == 1);
        Assert.Equal(other, summary.Nodes.Keys.Single());
        await Eventually.BecomesAsync(
            "no grant of another node is left",
            cancel => GrantsAsync(cluster, cancel),
            grants => !grants.Contains($"node-tasker-grant-{first}"),
            cancellationToken: TestContext.Current.CancellationToken
        );
        agents.Finish(first);
        await Eventually.IsTrueAsync(
            "the other node runs",
            () => agents.Starts.Any(start => start.Node == other),
            cancellationToken: TestContext.Current.CancellationToken
        );
        agents.Finish(other);
        await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        Assert.Equal([first, other], agents.Starts.Select(start => start.Node));
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_task_replaced_mid_rollout_goes_on_with_the_new_content_and_never_exceeds_its_bound(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, 4, (_, _) => new SimulatedRun { Duration = TimeSpan.FromMilliseconds(300) });
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(new JsonObject { ["task"] = Script, ["parallelism"] = "2" }, TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync("nodes run", () => agents.Running > 0, cancellationToken: TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync(
            new JsonObject { ["task"] = Script + "echo again\n", ["parallelism"] = "2" },
            TestContext.Current.CancellationToken
        );

        var second = agents.Starts[0].Run;
        var summary = await WaitForSummaryAsync(cluster, "Complete with the second run", summary =>
            summary.Status == "Complete" && summary["_run"] != second
        );
        Assert.Equal("4 nodes: 4 succeeded", summary["_summary"]);
        Assert.Equal(4, agents.Starts.Count(start => start.Run == summary["_run"]));
        Assert.InRange(agents.MostRunning, 1, 2);
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_deleted_task_leaves_its_history_and_nothing_else_of_the_controllers(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, 3, (_, _) => SimulatedRun.UntilFinished);
        var controller = StartController(cluster);
        await controller.WaitActiveAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(new JsonObject { ["task"] = Script, ["parallelism"] = "1" }, TestContext.Current.CancellationToken);
        // Until its start is known a grant may still be used, and is kept for that long.
        await WaitForSummaryAsync(cluster, "the first node runs", summary => summary["_running"] == "1");

        await cluster.DeleteTaskAsync(TestContext.Current.CancellationToken);

        await Eventually.BecomesAsync(
            "the grants are gone",
            cancel => GrantsAsync(cluster, cancel),
            grants => grants.Count == 0,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await Eventually.BecomesAsync(
            "the summary is gone",
            cancel => SummaryAsync(cluster, cancel),
            summary => summary is null,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await Eventually.BecomesAsync(
            "the ledger is gone",
            cancel => LedgerAsync(cluster, cancel),
            ledger => ledger is null,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.NotNull(await cluster.Api.GetAsync($"{cluster.ConfigMaps}/node-tasker-history", TestContext.Current.CancellationToken));
        Assert.False(controller.HasExited);
        Assert.Single(agents.Starts);
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_bad_task_is_told_of_in_the_summary_and_by_an_Event_and_grants_nothing(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, 2);
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync(new JsonObject { ["task"] = Script, ["parallelism"] = "few" }, TestContext.Current.CancellationToken);

        var summary = await WaitForSummaryAsync(cluster, "clear about it", summary => summary["_rejected"] == "2");
        Assert.Contains("parallelism", summary["_message"], StringComparison.Ordinal);
        await Eventually.BecomesAsync(
            "an Event says so",
            cancel => EventsAsync(cluster, cancel),
            events => events.Contains("TaskRejected"),
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Empty(agents.Starts);
        Assert.Empty(await GrantsAsync(cluster, TestContext.Current.CancellationToken));
    }
}
