namespace NodeTasker.EndToEnd.Tests.Execution;

/// <summary>A run goes on without its agent, and the next agent finds it.</summary>
public sealed class RecoveryTests(SharedServers servers, BootedHost host, ITestOutputHelper output)
    : ExecutionTest(servers, host, output),
        IClassFixture<BootedHost>
{
    [Theory(Timeout = 60_000), MemberData(nameof(EveryLauncher))]
    public async Task A_killed_agent_s_successor_takes_a_running_script_over_and_reads_the_record_of_an_ended_one(string launcher)
    {
        await using var node = await NodeAsync(launcher);
        var gate = node.PathOf("gate");
        string Gated(string mark) =>
            $"{node.Mark(mark)}echo {mark}\nwhile [ ! -e {gate}-{mark} ]; do sleep 0.05; done\n{node.Mark($"{mark}-ended")}exit 9";

        await node.SetAsync(Gated("running"), TestContext.Current.CancellationToken);
        await node.WaitForMarkAsync("running", TestContext.Current.CancellationToken);
        await node.Agent.KillAsync(TestContext.Current.CancellationToken);
        await node.Agent.StartAgainAsync();
        await node.Agent.WaitReadyAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync($"{gate}-running", "", TestContext.Current.CancellationToken);
        var takenOver = await node.EndAsync(TestContext.Current.CancellationToken);

        await node.SetAsync(Gated("away"), TestContext.Current.CancellationToken);
        await node.WaitForMarkAsync("away", TestContext.Current.CancellationToken);
        await node.Agent.KillAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync($"{gate}-away", "", TestContext.Current.CancellationToken);
        await node.WaitForMarkAsync("away-ended", TestContext.Current.CancellationToken);
        await node.Agent.StartAgainAsync();
        var read = await node.EndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("NonZeroExit", "9", "running\n"), (takenOver.Reason, takenOver.ExitCode, takenOver.Output));
        Assert.Equal(("NonZeroExit", "9", "away\n"), (read.Reason, read.ExitCode, read.Output));
        Assert.All((string[])["running", "running-ended", "away", "away-ended"], mark => Assert.Equal(1, node.CountMarks(mark)));
    }

    [Theory(Timeout = 60_000), MemberData(nameof(EveryLauncher))]
    public async Task A_timeout_counts_from_the_start_of_the_script_and_not_from_that_of_the_agent(string launcher)
    {
        await using var node = await NodeAsync(launcher);
        var script = new StubbornScript();
        await node.SetAsync(
            script.ThatStays(node.Mark("began")),
            TestContext.Current.CancellationToken,
            ("timeout", "2s"),
            ("gracePeriod", "200ms")
        );
        await script.IsUpAsync(TestContext.Current.CancellationToken);

        await node.Agent.KillAsync(TestContext.Current.CancellationToken);
        await node.Agent.StartAgainAsync();
        var result = await node.EndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("Failed", "DeadlineExceeded"), (result.Phase, result.Reason));
        await script.IsGoneAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(1, node.CountMarks("began"));
    }

    [Theory(Timeout = 120_000), MemberData(nameof(EveryLauncher))]
    public async Task A_reboot_interrupts_a_run_which_is_repeated_only_where_the_task_says_so(string launcher)
    {
        await using var fail = await NodeAsync(launcher);
        await using var rerun = await NodeAsync(launcher);
        await using var everyBoot = await NodeAsync(launcher);
        await fail.SetAsync(OnceLong(fail), TestContext.Current.CancellationToken, ("onInterrupted", "Fail"));
        await rerun.SetAsync(OnceLong(rerun), TestContext.Current.CancellationToken, ("onInterrupted", "Rerun"));
        var first = await everyBoot.RunAsync(everyBoot.Mark("boot"), TestContext.Current.CancellationToken, ("everyBoot", "true"));
        await fail.WaitForMarkAsync("began", TestContext.Current.CancellationToken);
        await rerun.WaitForMarkAsync("began", TestContext.Current.CancellationToken);

        foreach (var node in (HostNode[])[fail, rerun, everyBoot])
            await node.Agent.KillAsync(TestContext.Current.CancellationToken);
        await Host.RebootAsync(TestContext.Current.CancellationToken);
        foreach (var node in (HostNode[])[fail, rerun, everyBoot])
            await node.StartOnRebootedHostAsync(TestContext.Current.CancellationToken);
        var interrupted = await fail.EndAsync(TestContext.Current.CancellationToken);
        var repeated = await rerun.EndAsync(TestContext.Current.CancellationToken);
        var second = await everyBoot.EndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("Failed", "Interrupted"), (interrupted.Phase, interrupted.Reason));
        Assert.Equal((1, 0), (fail.CountMarks("began"), fail.CountMarks("again")));
        Assert.Equal(("Succeeded", "2\n"), (repeated.Phase, repeated.Output));
        Assert.Equal((1, 1), (rerun.CountMarks("began"), rerun.CountMarks("again")));
        Assert.Equal(("Succeeded", "Succeeded"), (first.Phase, second.Phase));
        Assert.NotEqual(first.Run, second.Run);
        Assert.Equal(first.Run[..12], second.Run[..12]);
        Assert.Equal(2, everyBoot.CountMarks("boot"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_reboot_that_the_agent_lives_to_see_is_no_failure_of_the_scripts_own()
    {
        await using var fail = await NodeAsync("systemd");
        await using var rerun = await NodeAsync("systemd");
        await fail.SetAsync(OnceLong(fail), TestContext.Current.CancellationToken, ("onInterrupted", "Fail"));
        await rerun.SetAsync(OnceLong(rerun), TestContext.Current.CancellationToken, ("onInterrupted", "Rerun"));
        await fail.WaitForMarkAsync("began", TestContext.Current.CancellationToken);
        await rerun.WaitForMarkAsync("began", TestContext.Current.CancellationToken);

        await Host.RebootAsync(TestContext.Current.CancellationToken);
        foreach (var node in (HostNode[])[fail, rerun])
        {
            await node.Agent.KillAsync(TestContext.Current.CancellationToken);
            await node.StartOnRebootedHostAsync(TestContext.Current.CancellationToken);
        }

        var interrupted = await fail.EndAsync(TestContext.Current.CancellationToken);
        var repeated = await rerun.EndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("Failed", "Interrupted"), (interrupted.Phase, interrupted.Reason));
        Assert.Equal(("Succeeded", "2\n"), (repeated.Phase, repeated.Output));
        Assert.Equal((1, 1), (rerun.CountMarks("began"), rerun.CountMarks("again")));
    }

    /// <summary>The first time it lasts until the reboot, the second time it ends.</summary>
    private static string OnceLong(HostNode node) =>
        $"echo $NODE_TASKER_ATTEMPT\nif [ -e {node.PathOf("again")} ]; then {node.Mark("again")} exit 0; fi\n>{node.PathOf("again")}\n{node.Mark("began")}sleep 600";

    [Theory(Timeout = 90_000), MemberData(nameof(EveryLauncher))]
    public async Task A_damaged_journal_never_runs_a_script_a_second_time(string launcher)
    {
        await using var node = await NodeAsync(launcher);
        var random = new Random(4);

        for (var damage = 0; damage < 4; damage++)
        {
            var mark = $"damage-{damage}";
            await node.RunAsync($"{node.Mark(mark)}echo {mark}", TestContext.Current.CancellationToken);
            await node.Agent.KillAsync(TestContext.Current.CancellationToken);
            var journal = await File.ReadAllBytesAsync(node.Journal, TestContext.Current.CancellationToken);
            if (damage % 2 == 0)
                journal = journal[..random.Next(journal.Length)];
            else
                journal[random.Next(journal.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(node.Journal, journal, TestContext.Current.CancellationToken);

            await node.Agent.StartAgainAsync();
            var shown = await node.ResultAsync(
                "Interrupted for want of a journal",
                r => r is { Phase: "Failed", Reason: "Interrupted" },
                TestContext.Current.CancellationToken
            );

            Assert.Contains("journal", shown.Message, StringComparison.Ordinal);
            Assert.Equal(1, node.CountMarks(mark));
        }

        var after = await node.RunAsync("echo after", TestContext.Current.CancellationToken);
        Assert.Equal(("Succeeded", "after\n"), (after.Phase, after.Output));
        Assert.All(Enumerable.Range(0, 4), damage => Assert.Equal(1, node.CountMarks($"damage-{damage}")));
    }
}
