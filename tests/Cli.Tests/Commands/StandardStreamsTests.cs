using NodeTasker.Cli.Tests.Kit;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Commands;

/// <summary>Cron, CI and full disks: streams that can't be written to.</summary>
public sealed class StandardStreamsTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("--help >/dev/full", "No space left on device")]
    [InlineData("--help >&-", "Bad file descriptor")]
    [InlineData("status >/dev/full", "No space left on device")]
    [InlineData("status >&-", "Bad file descriptor")]
    public async Task Results_that_cannot_be_written_are_3_and_one_sentence(string line, string why)
    {
        await using var cluster = await ClusterWithResultAsync();

        var outcome = await ShellAsync(cluster, $"node-tasker {line}", TestContext.Current.CancellationToken);

        Assert.Equal(new ProcessOutcome(3, "", $"node-tasker: stdout can't be written to: {why}.\n"), outcome);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("2>&-")]
    [InlineData("2>/dev/full")]
    public async Task Chatter_that_cannot_be_written_is_dropped(string redirection)
    {
        await using var cluster = await ClusterWithResultAsync();

        var results = await ShellAsync(cluster, $"node-tasker logs worker-1 {redirection}", TestContext.Current.CancellationToken);
        var wrong = await ShellAsync(cluster, $"node-tasker dmeo {redirection}", TestContext.Current.CancellationToken);

        Assert.Equal(new ProcessOutcome(0, "hello\n", ""), results);
        Assert.Equal(new ProcessOutcome(2, "", ""), wrong);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("--help")]
    [InlineData("logs -f worker-1")]
    public async Task Who_reads_no_further_ends_it_quietly(string arguments)
    {
        await using var cluster = await ClusterWithResultAsync();
        var pipe = cluster.Folder["pipe"];

        // Its only reader is gone before anything is written, as that of `| head -1` is at some time.
        var outcome = await ShellAsync(
            cluster,
            $"mkfifo {pipe}; exec 3<>{pipe} 4>{pipe} 3<&-; exec node-tasker {arguments} >&4 4>&-",
            TestContext.Current.CancellationToken
        );

        Assert.Equal(new ProcessOutcome(141, "", ""), outcome);
    }

    // Of a run that goes on: nothing else would end `logs -f`.
    private static async Task<CliCluster> ClusterWithResultAsync()
    {
        var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        var run = (await cluster.RunAsync("run", "--no-wait", "--", "true")).Successful("run").Trim();
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", run, RunPhase.Running, "hello\n"));
        return cluster;
    }

    private static Task<ProcessOutcome> ShellAsync(CliCluster cluster, string line, CancellationToken cancellationToken) =>
        RunningProcess.RunAsync(
            "sh",
            ["-c", $"export KUBECONFIG={cluster.Kubeconfig} PATH={ProductPrograms.Folder}:$PATH; {line}"],
            cancellationToken: cancellationToken
        );
}
