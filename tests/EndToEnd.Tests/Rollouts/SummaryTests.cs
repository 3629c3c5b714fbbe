using NodeTasker.Testing.Simulation;

namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>One object that answers everything.</summary>
public sealed class SummaryTests(SharedServers servers, ITestOutputHelper output) : RolloutTest(servers, output)
{
    [Theory(Timeout = 120_000), MemberData(nameof(EveryServer))]
    public async Task Each_node_of_an_ungated_task_has_its_line_and_the_counts_are_theirs(ServerKind kind)
    {
        var (cluster, _) = await SimulateAsync(kind, 4, (node, _) => node == "n-3" ? new SimulatedRun { ExitCode = 3 } : SimulatedRun.Success);
        await StartController(cluster).WaitActiveAsync(Cancellation);

        await cluster.SetTaskAsync("#!/bin/sh\necho hello\n", Cancellation);

        var summary = await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        Assert.Equal("4 nodes: 3 succeeded, 1 failed", summary["_summary"]);
        Assert.Equal(("4", "3", "1", "0"), (summary["_desired"], summary["_succeeded"], summary["_failed"], summary["_pending"]));
        Assert.Equal(["n-1", "n-2", "n-3", "n-4"], summary.Nodes.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("Succeeded exitCode=0 duration=", summary.Nodes["n-1"], StringComparison.Ordinal);
        Assert.StartsWith("Failed NonZeroExit exitCode=3 duration=", summary.Nodes["n-3"], StringComparison.Ordinal);
        Assert.Null(await LedgerAsync(cluster, Cancellation));
    }
}
