using NodeTasker.Cli.Running;
using NodeTasker.Cli.Tests.Kit;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Running;

public sealed class RemovalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(CliCluster.EveryServer), MemberType = typeof(CliCluster))]
    public async Task The_results_of_another_run_stay(ServerKind kind)
    {
        await using var cluster = await CliCluster.StartAsync(kind, "worker-1", "worker-2", "worker-3");
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", "aaaaaaaaaaaa", RunPhase.Succeeded));
        await cluster.ReportAsync(ClusterObjects.Result("worker-2", "bbbbbbbbbbbb", RunPhase.Running));
        await cluster.ReportAsync(ClusterObjects.Result("worker-3", "aaaaaaaaaaaa-r20260101000000", RunPhase.Succeeded));
        using var connected = cluster.Connect();

        await new Removal(connected).RemoveAsync(
            new RunId("aaaaaaaaaaaa"),
            isCreated: true,
            ["worker-1", "worker-2", "worker-3"],
            TestContext.Current.CancellationToken
        );

        Assert.Equal(["node-tasker-results-worker-2"], await cluster.ConfigMapNamesAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task What_was_halted_is_not_removed()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1", "worker-2");
        await using var run = cluster.Start("run", "--rm", "--max-failures", "0", "--", "false");
        await cluster.WaitForTaskAsync();
        var id = await cluster.RunIdAsync();
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", id, RunPhase.Failed));
        await cluster.SummarizeAsync(
            id,
            RolloutStatus.Halted,
            new NodeProgress("worker-1", NodePhase.Failed),
            new NodeProgress("worker-2", NodePhase.Pending)
        );

        await run.WaitForExitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("nothing was removed", run.StandardError, StringComparison.Ordinal);
        Assert.Equal(["node-tasker", "node-tasker-results", "node-tasker-results-worker-1"], await cluster.ConfigMapNamesAsync());
    }
}
