using System.Text.Json.Nodes;
using NodeTasker.Testing.Simulation;

namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>Nodes start when the controller says so, and not before.</summary>
public sealed class GatingTests(SharedServers servers, ITestOutputHelper output) : RolloutTest(servers, output)
{
    private const string Script = "#!/bin/sh\necho hello\n";

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task No_more_nodes_run_than_parallelism_allows_and_all_run_in_the_end(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, 12, (_, _) => new SimulatedRun { Duration = TimeSpan.FromMilliseconds(100) });
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync(new JsonObject { ["task"] = Script, ["parallelism"] = "3" }, TestContext.Current.CancellationToken);

        var summary = await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        Assert.Equal("12 nodes: 12 succeeded", summary["_summary"]);
        Assert.Equal(12, agents.Starts.Count);
        Assert.Equal(12, agents.Starts.Select(start => start.Node).Distinct().Count());
        Assert.InRange(agents.MostRunning, 1, 3);
        await Eventually.BecomesAsync(
            "the ledger is empty",
            cancel => LedgerAsync(cluster, cancel),
            ledger => ledger is { Count: 0 },
            cancellationToken: TestContext.Current.CancellationToken
        );
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_rollout_halts_after_more_failures_than_it_may_have_and_goes_on_when_it_may_have_more(ServerKind kind)
    {
        var started = 0;
        var (cluster, agents) = await SimulateAsync(kind, 6, (_, _) =>
            new SimulatedRun { ExitCode = Interlocked.Increment(ref started) == 2 ? 1 : 0 }
        );
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync(
            new JsonObject
            {
                ["task"] = Script,
                ["parallelism"] = "1",
                ["maxFailures"] = "0",
            },
            TestContext.Current.CancellationToken
        );
        var halted = await WaitForSummaryAsync(cluster, "Halted", summary => summary.Status == "Halted");
        Assert.Equal("6 nodes: 1 succeeded, 1 failed, 4 pending", halted["_summary"]);
        await cluster.PatchTaskAsync(
            new JsonObject { ["data"] = new JsonObject { ["maxFailures"] = "1" } },
            TestContext.Current.CancellationToken
        );

        var summary = await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        Assert.Equal("6 nodes: 5 succeeded, 1 failed", summary["_summary"]);
        Assert.Equal(["n-1", "n-2", "n-3", "n-4", "n-5", "n-6"], agents.Starts.Select(start => start.Node).Order());
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_canary_wave_has_to_end_before_the_next_begins(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, 5, (_, _) => SimulatedRun.UntilFinished);
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync(new JsonObject { ["task"] = Script, ["waves"] = "1,4" }, TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(
            "the canary runs",
            () => agents.Starts.Count == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await WaitForSummaryAsync(cluster, "says that the others wait", summary => summary["_summary"] == "5 nodes: 1 running, 4 pending");
        agents.Finish(agents.Starts[0].Node);
        await Eventually.IsTrueAsync("the others run", () => agents.Running == 4, cancellationToken: TestContext.Current.CancellationToken);

        foreach (var start in agents.Starts.Skip(1))
            agents.Finish(start.Node);
        await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        Assert.All(agents.Starts.Skip(1), start => Assert.True(start.At > agents.Starts[0].End));
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_paused_rollout_starts_no_further_node_until_it_is_resumed(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, 3, (_, _) => SimulatedRun.UntilFinished);
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(new JsonObject { ["task"] = Script, ["parallelism"] = "1" }, TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(
            "the first node runs",
            () => agents.Running == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );

        await cluster.PatchTaskAsync(
            new JsonObject { ["data"] = new JsonObject { ["paused"] = "true" } },
            TestContext.Current.CancellationToken
        );
        await WaitForSummaryAsync(cluster, "Paused", summary => summary.Status == "Paused");
        agents.Finish(agents.Starts[0].Node);
        await WaitForSummaryAsync(cluster, "paused with one node done", summary =>
            summary["_summary"] == "3 nodes: 1 succeeded, 2 pending"
        );
        Assert.Single(agents.Starts);

        await cluster.PatchTaskAsync(
            new JsonObject { ["data"] = new JsonObject { ["paused"] = null } },
            TestContext.Current.CancellationToken
        );
        await Eventually.IsTrueAsync(
            "the second node runs",
            () => agents.Starts.Count == 2,
            cancellationToken: TestContext.Current.CancellationToken
        );
        agents.Finish(agents.Starts[1].Node);
        await Eventually.IsTrueAsync(
            "the third node runs",
            () => agents.Starts.Count == 3,
            cancellationToken: TestContext.Current.CancellationToken
        );
        agents.Finish(agents.Starts[2].Node);
        await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
    }
}
