using NodeTasker.Cli.Tests.Kit;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Running;

/// <summary>The question before more than 50 nodes.</summary>
public sealed class ManyNodesTests
{
    private const string Question = "This runs on 51 nodes of test. Go on? [y/N]";
    private static readonly string[] Nodes = [.. Enumerable.Range(1, 51).Select(number => $"worker-{number}")];

    [Theory(Timeout = 120_000)]
    [InlineData("n\n", 2, null)]
    [InlineData("y\n", 0, "echo fix\n")]
    public async Task Who_pipes_the_script_is_asked_on_the_terminal(string answer, int code, string? task)
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, Nodes)
            .WaitAsync(TestContext.Current.CancellationToken);
        var script = cluster.Script("fix.sh", "echo fix\n");

        await using var terminal = await AnsweredAsync(cluster, $"cat {script} | node-tasker run --no-wait -", answer);

        Assert.Equal(code, terminal.ExitCode);
        Assert.Equal(task, (string?)(await cluster.TaskAsync())?["data"]!["task"]);
    }

    [Fact(Timeout = 120_000)]
    public async Task Ctrl_c_ends_the_asking_on_the_terminal()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, Nodes)
            .WaitAsync(TestContext.Current.CancellationToken);

        await using var terminal = await AnsweredAsync(cluster, "echo true | node-tasker run -", "\x3");

        Assert.Equal(130, terminal.ExitCode);
        Assert.Null(await cluster.TaskAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task Where_there_is_no_terminal_to_ask_on_it_is_refused_unless_yes_is_given()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, Nodes)
            .WaitAsync(TestContext.Current.CancellationToken);
        // A session of its own sees the terminal, and has none.
        await using var terminal = cluster.StartOnTerminal(
            "stty cols 300; echo true | setsid --wait node-tasker run --no-wait -; echo code=$?; echo true | setsid --wait node-tasker run --no-wait --yes -; echo code=$?"
        );
        await terminal.EndAsync();

        Assert.Matches(
            "node-tasker: this runs on 51 nodes, and there is no terminal to ask on .*; nothing was set. --yes goes on without asking.\r\ncode=2\r\n(?s:.*)code=0",
            terminal.Sent
        );
        Assert.NotNull(await cluster.TaskAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task Where_nobody_reads_it_nobody_is_asked()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, Nodes)
            .WaitAsync(TestContext.Current.CancellationToken);
        await using var terminal = cluster.StartOnTerminal($"node-tasker run --no-wait -- true 2>{cluster.Folder["stderr"]}");

        await terminal.EndAsync();

        Assert.Equal(0, terminal.ExitCode);
        Assert.NotNull(await cluster.TaskAsync());
    }

    [Theory(Timeout = 120_000)]
    [InlineData("rerun")]
    [InlineData("rerun --failed")]
    public async Task A_rerun_is_asked_about_too(string verb)
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, Nodes)
            .WaitAsync(TestContext.Current.CancellationToken);
        var run = (await cluster.RunAsync("run", "--no-wait", "--yes", "--", "true")).Successful("run").Trim();
        foreach (var node in Nodes)
            await cluster.ReportAsync(ClusterObjects.Result(node, run, RunPhase.Failed));
        var before = (await cluster.TaskAsync())!["metadata"]!["resourceVersion"]!.ToString();

        await using var terminal = await AnsweredAsync(cluster, $"node-tasker {verb} --no-wait", "\n");

        Assert.Equal(2, terminal.ExitCode);
        Assert.Equal(before, (await cluster.TaskAsync())!["metadata"]!["resourceVersion"]!.ToString());
        (await cluster.RunAsync([.. verb.Split(' '), "--no-wait", "--yes"])).Successful(verb);
    }

    private static async Task<TerminalSession> AnsweredAsync(CliCluster cluster, string line, string answer)
    {
        var terminal = cluster.StartOnTerminal(line);
        await terminal.WaitForAsync(Question);
        await terminal.TypeAsync(answer);
        await terminal.EndAsync();
        return terminal;
    }
}
