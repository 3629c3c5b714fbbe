using System.Diagnostics;
using NodeTasker.Testing.Simulation;

namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>One object that answers everything.</summary>
public sealed class SummaryTests(SharedServers servers, ITestOutputHelper output) : RolloutTest(servers, output)
{
    [Theory(Timeout = 120_000), MemberData(nameof(EveryServer))]
    public async Task Each_node_of_an_ungated_task_has_its_line_and_the_counts_are_theirs(ServerKind kind)
    {
        var (cluster, _) = await SimulateAsync(kind, 4, (node, _) =>
            node == "n-3" ? new SimulatedRun { ExitCode = 3 } : SimulatedRun.Success
        );
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync("#!/bin/sh\necho hello\n", TestContext.Current.CancellationToken);

        var summary = await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        Assert.Equal("4 nodes: 3 succeeded, 1 failed", summary["_summary"]);
        Assert.Equal(("4", "3", "1", "0"), (summary["_desired"], summary["_succeeded"], summary["_failed"], summary["_pending"]));
        Assert.Equal(["n-1", "n-2", "n-3", "n-4"], summary.Nodes.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("Succeeded exitCode=0 duration=", summary.Nodes["n-1"], StringComparison.Ordinal);
        Assert.StartsWith("Failed NonZeroExit exitCode=3 duration=", summary.Nodes["n-3"], StringComparison.Ordinal);
        Assert.Null(await LedgerAsync(cluster, TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task The_summary_of_a_few_nodes_follows_their_results_soon(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, 3);
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);

        // bench/Scale measures; here the best of some tells a pause that should not be there from a machine that is busy.
        var lags = new List<TimeSpan>();
        for (var run = 1; run <= 4; run++)
        {
            await cluster.SetTaskAsync($"echo {run}", TestContext.Current.CancellationToken);
            var before = lags.Count * 3;
            await WaitForSummaryAsync(cluster, "Complete", summary =>
                agents.Starts.Count == before + 3
                && summary.Status == "Complete"
                && summary["_summary"] == "3 nodes: 3 succeeded"
                && summary["_run"] == agents.Starts[^1].Run
            );
            lags.Add(Stopwatch.GetElapsedTime(agents.LastResultAt));
        }

        Assert.True(lags.Min() < TimeSpan.FromSeconds(2), string.Join(", ", lags));
    }
}
