using NodeTasker.Cli.Commands;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Commands;

public sealed class ReferenceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task The_documented_command_line_is_the_one_there_is()
    {
        var reference = await RunAsync("__reference");

        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "cli.md"), TestContext.Current.CancellationToken),
            reference.Successful("__reference")
        );
    }

    [Fact(Timeout = 30_000)]
    public async Task Every_verb_has_a_golden_help()
    {
        var help = await RunAsync("--help").WaitAsync(TestContext.Current.CancellationToken);

        var verbs = help
            .StandardOutput.Split("Commands:\n")[1]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' ')[0]);
        Assert.All(verbs, verb => Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "Golden", $"help-{verb}.txt")), verb));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Each_shell_has_a_script(string shell)
    {
        var script = await RunAsync("completion", shell).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("node-tasker __complete ", script.Successful("completion"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Bash_completes_verbs_options_values_and_the_clusters_nodes()
    {
        await using var cluster = await Kit
            .CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1", "worker-2", "edge-1")
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("rerun\nresults\nresume\nrun", await CompleteInBashAsync(cluster, "re", "ru"));
        Assert.Equal("--failed", await CompleteInBashAsync(cluster, "rerun --fa"));
        Assert.Equal("json", await CompleteInBashAsync(cluster, "status -o j"));
        Assert.Equal("worker-1\nworker-2", await CompleteInBashAsync(cluster, "logs wor"));
        Assert.Equal("edge-1\nworker-1\nworker-2", await CompleteInBashAsync(cluster, "results ''"));
        Assert.Equal("test", await CompleteInBashAsync(cluster, "status --context ''"));
        Assert.Equal("Replace", await CompleteInBashAsync(cluster, "run --concurrency-policy R"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Bash_on_a_terminal_completes_what_stands_behind_an_equals_sign_or_a_colon()
    {
        await using var cluster = await Kit.CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1", "edge-1");
        cluster.Script(
            "colons",
            (await File.ReadAllTextAsync(cluster.Kubeconfig, TestContext.Current.CancellationToken)).Replace(
                "name: test",
                "name: arn:aws:eks/prod",
                StringComparison.Ordinal
            )
        );
        await using var terminal = cluster.StartOnTerminal("stty cols 250; bash --norc --noprofile -i");
        await terminal.TypeAsync("PS1='> '; bind 'set enable-bracketed-paste off'; source <(node-tasker completion bash); echo read''y\n");
        await terminal.WaitForAsync("ready");

        await AssertCompletedAsync("status --output=js", "on ");
        await AssertCompletedAsync("run --nodes=wor", "ker-1 ");
        await AssertCompletedAsync("run --env A=b --nodes=worker-1,ed", "ge-1 ");
        await AssertCompletedAsync($"status --kubeconfig {cluster.Folder["colons"]} --context arn:aw", "s:eks/prod ");
        await AssertCompletedAsync($"status --kubeconfig={cluster.Folder["colons"]} --context=arn:", "aws:eks/prod ");
        await terminal.TypeAsync("COMP_WORDBREAKS=${COMP_WORDBREAKS//[=:]}; echo un''broken\n");
        await terminal.WaitForAsync("unbroken");
        await AssertCompletedAsync("status --output=ya", "ml ");
        await AssertCompletedAsync($"status --kubeconfig {cluster.Folder["colons"]} --context=arn:a", "ws:eks/prod ");

        // Each line is taken back before the next one.
        async Task AssertCompletedAsync(string line, string rest)
        {
            await terminal.TypeAsync($"node-tasker {line}\t");
            await terminal.WaitForAsync($"node-tasker {line}{rest}");
            await terminal.TypeAsync("\x15");
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task As_kubectls_plugin_it_calls_itself_so()
    {
        Assert.SkipUnless(Kubectl.WhyUnavailable is null, Kubectl.WhyUnavailable ?? "");
        await using var cluster = await Kit.CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        using var kubectl = new Kubectl(cluster.Server, "node-tasker");
        File.CreateSymbolicLink(cluster.Folder["kubectl-node_tasker"], ProductPrograms.Command);

        var outcome = await kubectl.TryShellAsync(
            $"PATH={cluster.Folder.Path}:$PATH kubectl node-tasker status",
            TestContext.Current.CancellationToken
        );

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("`kubectl node-tasker run SCRIPT` sets one", outcome.StandardError, StringComparison.Ordinal);
    }

    private static Task<ProcessOutcome> RunAsync(params string[] arguments) =>
        RunningProcess.RunAsync(ProductPrograms.Command, arguments, cancellationToken: Cancellation);

    // As bash does it: the words so far, the last one unfinished; then what the function has found.
    private static async Task<string> CompleteInBashAsync(Kit.CliCluster cluster, params string[] lines)
    {
        var found = new List<string>();
        foreach (var line in lines)
        {
            var script =
                $"export KUBECONFIG={cluster.Kubeconfig} PATH={ProductPrograms.Folder}:$PATH; source <(node-tasker completion bash); COMP_WORDS=(node-tasker {line}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); _node_tasker; printf '%s\\n' \"${{COMPREPLY[@]}}\"";
            found.Add((await RunningProcess.RunAsync("bash", ["-c", script], cancellationToken: Cancellation)).Successful(line).Trim());
        }

        return string.Join('\n', found.SelectMany(text => text.Split('\n')).Distinct().Order(StringComparer.Ordinal));
    }
}
