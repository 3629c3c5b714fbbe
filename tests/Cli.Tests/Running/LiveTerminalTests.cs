using System.Text.Json.Nodes;
using NodeTasker.Cli.Tests.Kit;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Running;

/// <summary><c>run</c> on a pseudo-terminal, which util-linux's <c>script</c> holds.</summary>
public sealed class LiveTerminalTests
{
    private const string CtrlC = "\x3";
    private const string WaitForGo = "while [ ! -e $GO ]; do sleep 0.1; done";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task The_view_is_live_and_nothing_of_it_is_left()
    {
        await using var cluster = await CliCluster.StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1", "worker-2");
        await using var terminal = cluster.StartOnTerminal(
            $"stty cols 100 rows 30; node-tasker run --env GO={cluster.Folder["go"]} -- 'echo step one; {WaitForGo}; echo done'"
        );
        await terminal.WaitForAsync("step one");
        await File.WriteAllTextAsync(cluster.Folder["go"], "", TestContext.Current.CancellationToken);

        await terminal.EndAsync();

        var sent = terminal.Sent;
        var screen = Screen.Of(sent, 100);
        Assert.Equal(0, terminal.ExitCode);
        Assert.Contains("0/2 done, 2 running", sent, StringComparison.Ordinal);
        Assert.Contains("\e[32m", sent, StringComparison.Ordinal);
        Assert.True(screen.IsCursorShown && screen.IsPlain);
        AssertKeysAreLeft(sent);
        Assert.Equal(
            ["----- worker-[1-2] (2 nodes): Succeeded, exit code 0 -----", "step one", "done", "", "2 nodes: 2 succeeded"],
            screen.Lines.SkipWhile(line => !line.StartsWith("-----", StringComparison.Ordinal))
        );
        Assert.Equal(2, screen.Lines.Count(line => line.Contains("] worker-", StringComparison.Ordinal)));
        Assert.DoesNotContain(screen.Lines, line => line.Contains("2 running", StringComparison.Ordinal));
    }

    [Fact(Timeout = 120_000)]
    public async Task Of_thirty_nodes_on_24_lines_the_one_that_fails_stays_in_sight()
    {
        string[] nodes = [.. Enumerable.Range(1, 30).Select(number => $"worker-{number}")];
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, nodes);
        await using var terminal = cluster.StartOnTerminal("stty cols 80 rows 24; node-tasker run -- true");
        await terminal.WaitForAsync("0/30 done");
        var run = await cluster.RunIdAsync();
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", run, RunPhase.Failed) with { Reason = "NonZeroExit", ExitCode = 7 });
        foreach (var node in nodes[1..^1])
            await cluster.ReportAsync(ClusterObjects.Result(node, run, RunPhase.Succeeded) with { ExitCode = 0 });
        await terminal.WaitForAsync("29/30 done, 1 failed");

        var inSight = Screen.Of(terminal.Sent, 80).Lines.TakeLast(24);

        Assert.Contains("  failed: worker-1", inSight);
        await cluster.ReportAsync(ClusterObjects.Result(nodes[^1], run, RunPhase.Succeeded) with { ExitCode = 0 });
        await terminal.EndAsync().WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, terminal.ExitCode);
        Assert.Contains("[1/30] worker-1: Failed NonZeroExit exitCode=7", Screen.Of(terminal.Sent, 80).Lines);
    }

    [Fact(Timeout = 120_000)]
    public async Task Ctrl_c_detaches_is_130_and_says_how_to_come_back()
    {
        await using var cluster = await CliCluster.StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1");
        await using var terminal = cluster.StartOnTerminal(
            $"stty cols 100 rows 30; node-tasker run --env GO={cluster.Folder["go"]} -- '{WaitForGo}; echo done'"
        );
        await terminal.WaitForAsync("1 running");

        await terminal.TypeAsync(CtrlC);
        await terminal.EndAsync();

        var screen = Screen.Of(terminal.Sent, 100);
        Assert.Equal(130, terminal.ExitCode);
        Assert.True(screen.IsCursorShown && screen.IsPlain);
        AssertKeysAreLeft(terminal.Sent);
        Assert.Contains("goes on. Come back with `node-tasker status -w`", string.Concat(screen.Lines), StringComparison.Ordinal);
        await File.WriteAllTextAsync(cluster.Folder["go"], "", TestContext.Current.CancellationToken);
        var back = await cluster.RunAsync("status", "-w");
        Assert.Equal(
            (0, "----- worker-1: Succeeded, exit code 0 -----\ndone\n\n1 node: 1 succeeded\n"),
            (back.ExitCode, back.StandardOutput)
        );
    }

    [Theory(Timeout = 60_000)]
    [InlineData("version --client", 0)]
    [InlineData("version --client >/dev/null 2>&1", 0)]
    [InlineData("version --client | cat", 0)]
    [InlineData("status", 0)]
    [InlineData("status --help", 0)]
    [InlineData("status --no-such-option", 2)]
    [InlineData("__complete st", 0)]
    public async Task What_draws_nothing_sends_text_alone_and_no_keys_are_switched(string arguments, int exitCode)
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        await using var terminal = cluster.StartOnTerminal($"node-tasker {arguments}");

        await terminal.EndAsync();

        Assert.Equal(exitCode, terminal.ExitCode);
        Assert.DoesNotContain("\e", terminal.Sent, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_terminal_that_is_resized_is_drawn_to_its_new_width()
    {
        await using var cluster = await CliCluster.StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1");
        var line =
            $"stty cols 120 rows 30; (while [ ! -e {cluster.Folder["shrink"]} ]; do sleep 0.1; done; stty cols 40 </dev/tty) & node-tasker run --env GO={cluster.Folder["go"]} -- 'echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; {WaitForGo}'; wait";
        await using var terminal = cluster.StartOnTerminal(line);
        await terminal.WaitForAsync("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");

        await File.WriteAllTextAsync(cluster.Folder["shrink"], "", TestContext.Current.CancellationToken);

        await terminal.WaitForAsync("aaa…");
        await File.WriteAllTextAsync(cluster.Folder["go"], "", TestContext.Current.CancellationToken);
        await terminal.EndAsync();
        Assert.Equal(0, terminal.ExitCode);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("stty cols 100 rows 30", "TERM", "dumb")]
    [InlineData("stty cols 20 rows 30", "TERM", "xterm")]
    public async Task Where_it_can_not_be_live_it_is_a_line_per_node(string stty, string name, string value)
    {
        await using var cluster = await CliCluster
            .StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        await using var terminal = cluster.StartOnTerminal($"{stty}; node-tasker run -- true", (name, value));

        await terminal.EndAsync();

        Assert.Equal(0, terminal.ExitCode);
        Assert.Contains("[1/1] worker-1: Succeeded", terminal.Sent, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[?25", terminal.Sent, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[J", terminal.Sent, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_a_node_writes_controls_a_terminal_no_more_and_a_pipe_gets_it_as_it_is()
    {
        const string Hostile = "all is well\rnothing\e[2J\e]52;c;eA==\a\u202E!\n";
        await using var cluster = await CliCluster.StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1");
        (await cluster.RunAsync("run", "--", "true")).Successful("run");
        await cluster.Api.MergePatchAsync(
            $"{CliCluster.ConfigMaps}/node-tasker-results-worker-1",
            new JsonObject { ["data"] = new JsonObject { ["output"] = Hostile } },
            TestContext.Current.CancellationToken
        );

        await using var terminal = cluster.StartOnTerminal("stty cols 100 rows 30; node-tasker logs worker-1");
        await terminal.EndAsync();
        var piped = await cluster.RunAsync("logs", "worker-1");

        Assert.DoesNotContain("\e[2J", terminal.Sent, StringComparison.Ordinal);
        Assert.DoesNotContain("\e]52", terminal.Sent, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", terminal.Sent, StringComparison.Ordinal);
        Assert.Contains("all is well\r\nnothing^[[2J^[]52;c;eA==^G<U+202E>!\r\n", terminal.Sent, StringComparison.Ordinal);
        // What a process writes is read by the line here, and a return ends one.
        Assert.Equal(Hostile.Replace('\r', '\n'), piped.StandardOutput);
    }

    [Fact(Timeout = 120_000)]
    public async Task Many_nodes_are_asked_about_and_no_is_no()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, [.. Enumerable.Range(1, 51).Select(number => $"worker-{number}")])
            .WaitAsync(TestContext.Current.CancellationToken);
        await using var terminal = cluster.StartOnTerminal("node-tasker run -- true");
        await terminal.WaitForAsync("[y/N]");

        await terminal.TypeAsync("y\x7fn\n");
        await terminal.EndAsync();

        Assert.Equal(2, terminal.ExitCode);
        Assert.Contains("y\b \bn", terminal.Sent, StringComparison.Ordinal);
        Assert.Contains("This runs on 51 nodes of test. Go on? [y/N]", terminal.Sent, StringComparison.Ordinal);
        Assert.Contains("nothing was set", terminal.Sent, StringComparison.Ordinal);
        Assert.Null(await cluster.TaskAsync());
    }

    // Application mode, which shells and editors that come next would have to know of.
    private static void AssertKeysAreLeft(string sent)
    {
        Assert.DoesNotContain("\e[?1h", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("\e=", sent, StringComparison.Ordinal);
    }
}
