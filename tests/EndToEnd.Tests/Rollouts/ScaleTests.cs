using System.Diagnostics;
using System.Text.Json.Nodes;
using NodeTasker.Testing.Simulation;

namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>Some hundred nodes: the summary is right, and what it costs the API server is bounded. bench/Scale measures thousands.</summary>
[Collection(nameof(Alone))]
public sealed class ScaleTests(SharedServers servers, ITestOutputHelper output) : RolloutTest(servers, output)
{
    private const int Nodes = 300;
    private const int Failing = 6;

    /// <summary>More is tried once more, where the machine is slow.</summary>
    [Theory(Timeout = 240_000), MemberData(nameof(EveryServer))]
    public async Task Three_hundred_nodes_of_an_ungated_task_are_summed_up_right(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, Nodes, FailsOnEvery50th);
        var controller = StartController(cluster);
        await controller.WaitActiveAsync(TestContext.Current.CancellationToken);

        var clock = Stopwatch.StartNew();
        await cluster.SetTaskAsync("#!/bin/sh\necho hello\n", TestContext.Current.CancellationToken);
        var summary = await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        var seconds = clock.Elapsed.TotalSeconds;

        AssertRight(summary, agents);
        Output.WriteLine($"{seconds:0.0} s");
    }

    [Theory(Timeout = 240_000), MemberData(nameof(EveryServer))]
    public async Task Three_hundred_nodes_of_a_gated_task_are_granted_and_taken_back_right(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, Nodes, FailsOnEvery50th);
        var controller = StartController(cluster);
        await controller.WaitActiveAsync(TestContext.Current.CancellationToken);

        var clock = Stopwatch.StartNew();
        await cluster.SetTaskAsync(
            new JsonObject { ["task"] = "#!/bin/sh\necho hello\n", ["parallelism"] = "10%" },
            TestContext.Current.CancellationToken
        );
        var summary = await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete", TimeSpan.FromSeconds(120));
        var seconds = clock.Elapsed.TotalSeconds;

        AssertRight(summary, agents);
        Assert.InRange(agents.MostRunning, 1, Nodes / 10);
        var ledger = await Eventually.BecomesAsync(
            "the ledger is empty",
            cancel => LedgerAsync(cluster, cancel),
            ledger => ledger is { Count: 0 },
            cancellationToken: TestContext.Current.CancellationToken
        );
        Output.WriteLine($"{seconds:0.0} s");
        Assert.NotNull(ledger);
    }

    private static SimulatedRun FailsOnEvery50th(string node, string run) =>
        new() { ExitCode = node.EndsWith("50", StringComparison.Ordinal) || node.EndsWith("00", StringComparison.Ordinal) ? 2 : 0 };

    private static void AssertRight(Summary summary, SimulatedAgents agents)
    {
        Assert.Equal($"{Nodes} nodes: {Nodes - Failing} succeeded, {Failing} failed", summary["_summary"]);
        Assert.Equal(
            ($"{Nodes}", $"{Nodes - Failing}", $"{Failing}", "0", "0"),
            (summary["_desired"], summary["_succeeded"], summary["_failed"], summary["_pending"], summary["_running"])
        );
        Assert.Equal(
            Enumerable.Range(1, Nodes).Select(number => $"n-{number}").Order(StringComparer.Ordinal),
            summary.Nodes.Keys.Order(StringComparer.Ordinal)
        );
        Assert.All(summary.Nodes, line =>
            Assert.StartsWith(
                FailsOnEvery50th(line.Key, "").ExitCode == 0 ? "Succeeded exitCode=0 " : "Failed NonZeroExit exitCode=2 ",
                line.Value,
                StringComparison.Ordinal
            )
        );
        Assert.Equal(Nodes, agents.Starts.Select(start => start.Node).Distinct().Count());
        Assert.Equal(Nodes, agents.Starts.Count);
    }
}
