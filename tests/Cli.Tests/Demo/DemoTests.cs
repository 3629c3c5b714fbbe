using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Demo;

public sealed class DemoTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task As_root_three_nodes_say_hello_each_with_its_own_hostname()
    {
        await DemoProcess.SkipUnlessPossibleAsync(DemoUser.Root, TestContext.Current.CancellationToken);
        await using var demo = DemoProcess.Start(DemoUser.Root, [], "cat /proc/sys/kernel/hostname");

        Assert.Equal(0, await demo.EndAsync(TestContext.Current.CancellationToken));

        demo.AssertNothingIsLeft();
        Assert.Equal(
            """
            ----- demo-1: Succeeded, exit code 0 -----
            demo-1

            ----- demo-2: Succeeded, exit code 0 -----
            demo-2

            ----- demo-3: Succeeded, exit code 0 -----
            demo-3

            3 nodes: 3 succeeded

            """,
            demo.Process.StandardOutput
        );
        Assert.Contains("[3/3] demo-", demo.Process.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", demo.Process.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Without_root_it_says_so_and_folds_what_is_the_same()
    {
        await DemoProcess.SkipUnlessPossibleAsync(DemoUser.Nobody, TestContext.Current.CancellationToken);
        await using var demo = DemoProcess.Start(DemoUser.Nobody, ["--nodes", "4"], "cat /proc/sys/kernel/hostname");

        Assert.Equal(0, await demo.EndAsync(TestContext.Current.CancellationToken));

        demo.AssertNothingIsLeft();
        Assert.Contains("Not root: ", demo.Process.StandardError, StringComparison.Ordinal);
        Assert.Contains(
            $"----- demo-[1-4] (4 nodes): Succeeded, exit code 0 -----\n{Environment.MachineName}\n\n4 nodes: 4 succeeded\n",
            demo.Process.StandardOutput,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task Where_the_machine_refuses_namespaces_it_says_so_and_runs_directly()
    {
        await DemoProcess.SkipUnlessPossibleAsync(DemoUser.ConfinedRoot, TestContext.Current.CancellationToken);
        await using var demo = DemoProcess.Start(DemoUser.ConfinedRoot, ["--nodes", "2"], "cat /proc/sys/kernel/hostname; sleep 300 &");

        Assert.Equal(0, await demo.EndAsync(TestContext.Current.CancellationToken));

        demo.AssertNothingIsLeft();
        Assert.Contains("This machine refuses namespaces (unshare: ", demo.Process.StandardError, StringComparison.Ordinal);
        Assert.Contains(
            $"----- demo-[1-2] (2 nodes): Succeeded, exit code 0 -----\n{Environment.MachineName}\n",
            demo.Process.StandardOutput,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task Without_a_script_it_says_hello()
    {
        await using var demo = DemoProcess.Start(DemoUser.Nobody, ["--nodes", "1"]);

        Assert.Equal(0, await demo.EndAsync(TestContext.Current.CancellationToken));

        demo.AssertNothingIsLeft();
        Assert.Contains(File.ReadAllText("/proc/sys/kernel/osrelease").Trim(), demo.Process.StandardOutput, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_that_fails_on_one_node_is_1_and_shown_first()
    {
        await DemoProcess.SkipUnlessPossibleAsync(DemoUser.Root, TestContext.Current.CancellationToken);
        await using var demo = DemoProcess.Start(
            DemoUser.Root,
            [],
            "hostname=$(cat /proc/sys/kernel/hostname); if [ $hostname = demo-2 ]; then echo oh no >&2; exit 7; fi; echo fine"
        );

        Assert.Equal(1, await demo.EndAsync(TestContext.Current.CancellationToken));

        demo.AssertNothingIsLeft();
        Assert.Contains(
            """
            ----- demo-2: Failed (NonZeroExit), exit code 7 -----
            oh no

            ----- demo-[1,3] (2 nodes): Succeeded, exit code 0 -----
            fine

            3 nodes: 2 succeeded, 1 failed

            """,
            demo.Process.StandardOutput,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_can_come_from_standard_input()
    {
        await using var demo = DemoProcess.Start(DemoUser.Nobody, ["-", "--nodes", "1"]);
        await demo.Process.StandardInput.WriteAsync("echo from stdin");
        demo.Process.StandardInput.Close();

        Assert.Equal(0, await demo.EndAsync(TestContext.Current.CancellationToken));

        Assert.Contains("-----\nfrom stdin\n", demo.Process.StandardOutput, StringComparison.Ordinal);
        demo.AssertNothingIsLeft();
    }

    [Theory(Timeout = 120_000)]
    [InlineData(DemoUser.Root)]
    [InlineData(DemoUser.Nobody)]
    public async Task Waiting_too_long_is_124_and_shows_what_is_known(DemoUser user)
    {
        await DemoProcess.SkipUnlessPossibleAsync(user, TestContext.Current.CancellationToken);
        await using var demo = DemoProcess.Start(user, ["--nodes", "1", "--wait-timeout", "2s"], "sleep 300");

        Assert.Equal(124, await demo.EndAsync(TestContext.Current.CancellationToken));

        demo.AssertNothingIsLeft();
        Assert.Matches("1 node: 1 (pending|running)\n", demo.Process.StandardOutput);
        Assert.Contains(
            "Waited 2s and not every node is done. --wait-timeout sets how long.\n",
            demo.Process.StandardError,
            StringComparison.Ordinal
        );
    }

    [Theory(Timeout = 120_000)]
    [InlineData(DemoUser.Root)]
    [InlineData(DemoUser.Nobody)]
    public async Task A_daemon_that_a_script_leaves_is_gone_as_well(DemoUser user)
    {
        await DemoProcess.SkipUnlessPossibleAsync(user, TestContext.Current.CancellationToken);
        await using var demo = DemoProcess.Start(user, ["--nodes", "2"], "env -i setsid sleep 300 &");

        Assert.Equal(0, await demo.EndAsync(TestContext.Current.CancellationToken));

        demo.AssertNothingIsLeft();
    }

    [Fact(Timeout = 120_000)]
    public async Task An_agent_that_dies_is_started_again_and_its_script_is_not_lost()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var demo = DemoProcess.Start(
            DemoUser.Nobody,
            ["--nodes", "2"],
            DemoProcess.MarkingScript("while [ ! -e $MARKS/go ]; do sleep 0.1; done; echo done")
        );
        await Eventually.IsTrueAsync("the script runs on both nodes", () => demo.IsRunningOn(2), cancellationToken: cancellation);

        // With it a child that it has just forked, which looks the same until it is a program of its own.
        var killed = AgentsOf(demo, "demo-2");
        foreach (var agent in killed)
            UnixSignal.Send(agent, UnixSignal.Kill);
        await Eventually.IsTrueAsync("it is back", () => AgentsOf(demo, "demo-2").Except(killed).Any(), cancellationToken: cancellation);
        await File.WriteAllTextAsync(Path.Combine(demo.Marks, "go"), "", cancellation);

        Assert.Equal(0, await demo.EndAsync(cancellation));
        demo.AssertNothingIsLeft();
        Assert.Equal(
            "----- demo-[1-2] (2 nodes): Succeeded, exit code 0 -----\ndone\n\n2 nodes: 2 succeeded\n",
            demo.Process.StandardOutput
        );
        Assert.Contains("demo-2: its agent ended with exit code 137", demo.Process.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task With_keep_it_stays_up_for_kubectl_until_ctrl_c()
    {
        await using var demo = DemoProcess.Start(DemoUser.Nobody, ["--keep", "--nodes", "2"], "echo kept");
        await Eventually.IsTrueAsync(
            "it stays up",
            () => demo.Process.StandardError.Contains("replace -f -", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken
        );
        var kubeconfig = Path.Combine(demo.Folder!, "kubeconfig");

        var nodes = await RunningProcess.RunAsync(
            "kubectl",
            ["--kubeconfig", kubeconfig, "get", "nodes", "-o", "name"],
            cancellationToken: TestContext.Current.CancellationToken
        );
        var output = await RunningProcess.RunAsync(
            "kubectl",
            ["--kubeconfig", kubeconfig, "get", "cm", "node-tasker-results-demo-2", "-o", "jsonpath={.data.output}"],
            cancellationToken: TestContext.Current.CancellationToken
        );
        var readiness = await RunningProcess.RunAsync(
            "kubectl",
            ["--kubeconfig", kubeconfig, "get", "nodes", "--no-headers"],
            cancellationToken: TestContext.Current.CancellationToken
        );
        var summary = await Eventually.BecomesAsync(
            "the summary is there",
            cancel => SummaryAsync(kubeconfig, cancel),
            text => text == "2 nodes: 2 succeeded",
            TimeSpan.FromSeconds(30),
            TestContext.Current.CancellationToken
        );
        var modes = (File.GetUnixFileMode(kubeconfig), File.GetUnixFileMode(demo.Folder!));
        demo.Process.Signal(2);

        Assert.Equal(0, await demo.EndAsync(TestContext.Current.CancellationToken));
        demo.AssertNothingIsLeft();
        Assert.Equal("node/demo-1\nnode/demo-2\n", nodes.Successful("kubectl get nodes"));
        Assert.All(readiness.Successful("kubectl get nodes").TrimEnd('\n').Split('\n'), line => Assert.Matches(@"^demo-\d +Ready ", line));
        Assert.Equal("2 nodes: 2 succeeded", summary);
        Assert.Equal("kept\n", output.Successful("kubectl get cm"));
        Assert.Equal(("rw-------", "rwx------"), (Text(modes.Item1), Text(modes.Item2)));
        Assert.Contains($"export KUBECONFIG={kubeconfig}\n", demo.Process.StandardError, StringComparison.Ordinal);
    }

    private static int[] AgentsOf(DemoProcess demo, string node) =>
        [
            .. demo
                .Members.Where(member => member.CommandLine.Contains($"node-tasker-agent --node-name {node} ", StringComparison.Ordinal))
                .Select(member => member.Id),
        ];

    private static async Task<string> SummaryAsync(string kubeconfig, CancellationToken cancellationToken) =>
        (
            await RunningProcess.RunAsync(
                "kubectl",
                ["--kubeconfig", kubeconfig, "get", "cm", "node-tasker-results", "-o", "jsonpath={.data._summary}"],
                cancellationToken: cancellationToken
            )
        ).StandardOutput.Trim();

    private static string Text(UnixFileMode mode) =>
        string.Concat("rwxrwxrwx".Select((letter, index) => ((int)mode >> (8 - index) & 1) == 1 ? letter : '-'));
}
