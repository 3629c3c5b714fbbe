using NodeTasker.Cli.Tests.Kit;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Completing;

/// <summary>What <c>__complete</c> answers, as kubectl and the shells' scripts ask it.</summary>
public sealed class CompletionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData("run --output=js", "json :4")]
    [InlineData("run --output=", "json name table wide yaml :4")]
    [InlineData("run --concurrency-policy=R", "Replace :4")]
    [InlineData("run --output=json --concurrency-policy=R", "Replace :4")]
    [InlineData("run --env=A=b --concurrency-policy R", "Replace :4")]
    [InlineData("run --env=A=b", ":0")]
    [InlineData("run --output==", ":0")]
    [InlineData("run --=js", ":0")]
    [InlineData("run --no-such=js", ":0")]
    [InlineData("run --no-wait=wor", ":0")]
    [InlineData("run --script=\"a", ":0")]
    [InlineData("--output=js", ":0")]
    [InlineData("=", ":0")]
    [InlineData("run -- ls --color=al", ":0")]
    public async Task A_value_behind_its_options_equals_sign_is_completed_and_no_line_is_too_odd(string line, string candidates)
    {
        var outcome = await RunningProcess.RunAsync(
            ProductPrograms.Command,
            ["__complete", .. line.Split(' ')],
            new Dictionary<string, string?> { ["KUBECONFIG"] = "/nowhere" },
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Equal((0, candidates, ""), (outcome.ExitCode, WordsOf(outcome), outcome.StandardError));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_list_of_nodes_is_completed_at_its_end()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1", "worker-2", "edge-1")
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("edge-1 worker-1 worker-2 :4", await CompleteAsync(cluster, "run", "--nodes", ""));
        Assert.Equal("worker-1 worker-2 :4", await CompleteAsync(cluster, "run", "--nodes", "wor"));
        Assert.Equal("worker-1,edge-1 worker-1,worker-2 :4", await CompleteAsync(cluster, "run", "--nodes", "worker-1,"));
        Assert.Equal("worker-1,edge-1 :4", await CompleteAsync(cluster, "run", "--nodes=worker-1,e"));
        Assert.Equal("edge-1,worker-1,worker-2 :4", await CompleteAsync(cluster, "sign", "--nodes", "edge-1,worker-1,wor"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Options_of_every_verb_may_come_first()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1", "edge-1")
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("worker-1 :4", await CompleteAsync(cluster, "--kubeconfig", cluster.Kubeconfig, "logs", "worker-"));
        Assert.Equal("worker-1 :4", await CompleteAsync(cluster, $"--kubeconfig={cluster.Kubeconfig}", "-n", "node-tasker", "logs", "wor"));
        Assert.Equal("edge-1 worker-1 :4", await CompleteAsync(cluster, "--kubeconfig", cluster.Kubeconfig, "logs", ""));
        Assert.Equal("edge-1 worker-1 :4", await CompleteAsync(cluster, "logs", "--kubeconfig", cluster.Kubeconfig, ""));
        Assert.Equal("worker-1 :4", await CompleteAsync(cluster, "--kubeconfig", cluster.Kubeconfig, "run", "--nodes", "wor"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Runs_that_could_be_cancelled_are_candidates_once_each()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1", "worker-2", "worker-3", "worker-4")
            .WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(":0", await CompleteAsync(cluster, "cancel", ""));
        var run = (await cluster.RunAsync("run", "--no-wait", "--", "true")).Successful("run").Trim();
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", "aaaaaaaaaaaa", RunPhase.Running));
        await cluster.ReportAsync(ClusterObjects.Result("worker-2", "bbbbbbbbbbbb", RunPhase.Succeeded));
        await cluster.ReportAsync(ClusterObjects.Result("worker-3", run, RunPhase.Running));
        await cluster.ReportAsync(ClusterObjects.Result("worker-4", run, RunPhase.Running));

        var candidates = await CompleteAsync(cluster, "cancel", "");

        Assert.Equal($"{string.Join(' ', new[] { "aaaaaaaaaaaa", run }.Order(StringComparer.Ordinal))} :4", candidates);
    }

    private static async Task<string> CompleteAsync(CliCluster cluster, params string[] words) =>
        WordsOf(await cluster.RunAsync(["__complete", .. words]));

    private static string WordsOf(ProcessOutcome outcome)
    {
        var lines = outcome.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]).ToList();
        return string.Join(' ', lines.SkipLast(1).Order(StringComparer.Ordinal).Append(lines.LastOrDefault()));
    }
}
