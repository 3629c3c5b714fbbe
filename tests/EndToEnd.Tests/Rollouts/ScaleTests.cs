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
    private const int Slack = 5;

    [Theory(Timeout = 240_000), MemberData(nameof(EveryServer))]
    public async Task Three_hundred_nodes_of_an_ungated_task_cost_one_summary_a_second(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, Nodes, FailsOnEvery50th);
        var controller = StartController(cluster);
        await controller.WaitActiveAsync(TestContext.Current.CancellationToken);

        var clock = Stopwatch.StartNew();
        await cluster.SetTaskAsync("#!/bin/sh\necho hello\n", TestContext.Current.CancellationToken);
        var summary = await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        var seconds = clock.Elapsed.TotalSeconds;

        AssertRight(summary, agents);
        var writes = WritesIn(cluster);
        Output.WriteLine($"{seconds:0.0} s, writes: {writes}");
        Assert.Equal((0, 0), (writes.Ledger, writes.Grants));
        Assert.InRange(writes.Summary, 1, seconds + Slack);
        Assert.InRange(writes.History, 1, (seconds / 10) + Slack);
        Assert.InRange(writes.Events, 0, 2 + Failing + Slack);
    }

    [Theory(Timeout = 240_000), MemberData(nameof(EveryServer))]
    public async Task Three_hundred_nodes_of_a_gated_task_cost_one_grant_each_and_its_end(ServerKind kind)
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
        var writes = WritesIn(cluster);
        Output.WriteLine($"{seconds:0.0} s, writes: {writes}");
        // Given, and taken away when its run has ended.
        Assert.InRange(writes.Grants, Nodes, (2 * Nodes) + Slack);
        // At most one when a node is granted and one when it has ended, and then only if nothing else changed at that time.
        Assert.InRange(writes.Ledger, Nodes / (Nodes / 10), 2 * Nodes);
        Assert.InRange(writes.Summary, 1, seconds + Slack);
        Assert.NotNull(ledger);
    }

    /// <summary>What the API server was asked to write by the controller, by its own log: no agent writes there.</summary>
    private static Writes WritesIn(TestCluster cluster)
    {
        List<string> paths =
        [
            .. cluster
                .Server.RequestsOfOthers($"/{cluster.Namespace}/")
                .Where(request => !request.StartsWith("GET ", StringComparison.Ordinal))
                .Select(request => request.Split(' ', '?')[1]),
        ];
        return new(
            Count("/configmaps/node-tasker-results"),
            Count("/configmaps/node-tasker-history"),
            Count("/configmaps/node-tasker-grants"),
            // The first that is created is the leader's own.
            Count("/leases") - 1 + paths.Count(path => path.Contains("/leases/node-tasker-grant-", StringComparison.Ordinal)),
            paths.Count(path => path.Contains("/events", StringComparison.Ordinal))
        );

        int Count(string end) => paths.Count(path => path.EndsWith(end, StringComparison.Ordinal));
    }

    private sealed record Writes(int Summary, int History, int Ledger, int Grants, int Events);

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
