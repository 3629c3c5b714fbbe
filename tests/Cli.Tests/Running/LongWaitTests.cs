using NodeTasker.Cli.Running;
using NodeTasker.Cli.Tests.Kit;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Running;

/// <summary>Waits that are longer than the runtime's timers.</summary>
public sealed class LongWaitTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("--wait-timeout")]
    [InlineData("--absent-timeout")]
    public async Task A_run_that_is_waited_for_50_days_ends_as_others_do(string option)
    {
        // One node is absent from the start, so that the timer for those begins at once.
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1", "worker-2");
        await using var run = cluster.Start("run", option, "1200h", "--", "true");
        await cluster.WaitForTaskAsync();
        var id = await cluster.RunIdAsync();
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", id, RunPhase.Succeeded));
        await Eventually.IsTrueAsync(
            "one node is absent",
            () => run.StandardError.Contains("no agent", StringComparison.OrdinalIgnoreCase),
            TimeSpan.FromSeconds(40),
            TestContext.Current.CancellationToken
        );
        await cluster.ReportAsync(ClusterObjects.Result("worker-2", id, RunPhase.Succeeded));

        await run.WaitForExitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(50)]
    [InlineData(400)]
    public void A_wait_ends_when_its_time_has_passed_and_once_only(int days)
    {
        var time = new FakeTimeProvider();
        var ends = 0;
        using var timer = LongTimer.Start(time, TimeSpan.FromDays(days), () => ends++);

        time.Advance(TimeSpan.FromDays(days) - TimeSpan.FromSeconds(1));
        var early = ends;
        time.Advance(TimeSpan.FromSeconds(1));
        var due = ends;
        time.Advance(TimeSpan.FromDays(1000));

        Assert.Equal((0, 1, 1), (early, due, ends));
    }
}
