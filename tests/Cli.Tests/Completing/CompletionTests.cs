using NodeTasker.Cli.Tests.Cluster;
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
        var outcome = await RunningProcess.RunAsync(Path.Combine(AppContext.BaseDirectory, "node-tasker"), ["__complete", .. line.Split(' ')], new Dictionary<string, string?> { ["KUBECONFIG"] = "/nowhere" }, cancellationToken: Cancellation);

        Assert.Equal((0, candidates, ""), (outcome.ExitCode, WordsOf(outcome), outcome.StandardError));
    }

    [Fact(Timeout = 60_000)]
    public async Task Options_of_every_verb_may_come_first()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1", "edge-1");

        Assert.Equal("worker-1 :4", await CompleteAsync(cluster, "--kubeconfig", cluster.Kubeconfig, "logs", "worker-"));
        Assert.Equal("worker-1 :4", await CompleteAsync(cluster, $"--kubeconfig={cluster.Kubeconfig}", "-n", "node-tasker", "logs", "wor"));
        Assert.Equal("edge-1 worker-1 :4", await CompleteAsync(cluster, "--kubeconfig", cluster.Kubeconfig, "logs", ""));
        Assert.Equal("edge-1 worker-1 :4", await CompleteAsync(cluster, "logs", "--kubeconfig", cluster.Kubeconfig, ""));
    }

    private static async Task<string> CompleteAsync(CliCluster cluster, params string[] words) => WordsOf(await cluster.RunAsync(["__complete", .. words]));

    private static string WordsOf(ProcessOutcome outcome)
    {
        var lines = outcome.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]).ToList();
        return string.Join(' ', lines.SkipLast(1).Order(StringComparer.Ordinal).Append(lines.LastOrDefault()));
    }
}
