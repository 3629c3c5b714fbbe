using NodeTasker.Cli.Tests.Kit;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Commands;

public sealed class LogsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Output_of_an_earlier_run_is_said_to_be_that()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", "aaaaaaaaaaaa", RunPhase.Succeeded, "old\n"));
        var run = (await cluster.RunAsync("run", "--no-wait", "--", "true")).Successful("run").Trim();

        var earlier = await cluster.RunAsync("logs", "worker-1");
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", run, RunPhase.Succeeded, "new\n"));
        var current = await cluster.RunAsync("logs", "worker-1");

        Assert.Equal((0, "old\n"), (earlier.ExitCode, earlier.StandardOutput));
        Assert.Contains(
            $"this is run aaaaaaaaaaaa; of the current one, {run}, worker-1 has nothing yet",
            earlier.StandardError,
            StringComparison.Ordinal
        );
        Assert.Equal((0, "new\n", ""), (current.ExitCode, current.StandardOutput, current.StandardError));
    }

    [Fact(Timeout = 60_000)]
    public async Task Following_waits_for_the_current_run()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", "aaaaaaaaaaaa", RunPhase.Succeeded, "old\n"));
        var run = (await cluster.RunAsync("run", "--no-wait", "--", "true")).Successful("run").Trim();
        await using var logs = cluster.Start("logs", "-f", "worker-1");
        await Eventually.IsTrueAsync(
            "it says what it waits for",
            () => logs.StandardError.Contains($"Waiting for run {run} on worker-1, which last ran aaaaaaaaaaaa.", StringComparison.Ordinal),
            cancellationToken: TestContext.Current.CancellationToken
        );

        await cluster.ReportAsync(ClusterObjects.Result("worker-1", run, RunPhase.Succeeded, "new\n"));
        await logs.WaitForExitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal((0, "new\n"), (logs.ExitCode, logs.StandardOutput));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("logs typo", "there is no node typo in the cluster")]
    [InlineData("logs -f typo", "there is no node typo in the cluster")]
    [InlineData("logs -f worker-2", "the task does not select it")]
    public async Task What_never_comes_is_not_waited_for(string arguments, string message)
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1", "worker-2")
            .WaitAsync(TestContext.Current.CancellationToken);
        (await cluster.RunAsync("run", "--no-wait", "--nodes", "worker-1", "--", "true")).Successful("run");

        var outcome = await cluster.RunAsync(arguments.Split(' '));

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.StandardOutput));
        Assert.Contains(message, outcome.StandardError, StringComparison.Ordinal);
    }
}
