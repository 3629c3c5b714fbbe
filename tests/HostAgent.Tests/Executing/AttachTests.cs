using NodeTasker.HostAgent.Executing;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Executing;

/// <summary>What a restarted agent makes of what an earlier one has started.</summary>
public sealed class AttachTests : IAsyncLifetime
{
    private readonly HostScripts _host = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact(Timeout = 120_000)]
    public async Task A_script_that_still_runs_is_found_and_its_end_is_seen()
    {
        _host.Start("echo ready\nuntil [ -e go ]; do sleep 0.05; done\nexit 5\n");
        await _host.WrittenAsync("ready").WaitAsync(TestContext.Current.CancellationToken);

        var found = _host.NewExecutor().Attach("node-tasker", HostScripts.Entry())!;
        Assert.False(found.Completion.IsCompleted);
        File.WriteAllText(_host.Folder.Work + "/go", "");

        Assert.Equal(5, Assert.IsType<RunOutcome.Exited>(await EndOf(found)).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_that_ended_meanwhile_is_found_with_its_exit_code_and_duration()
    {
        await _host.RunAsync("sleep 0.3; exit 5\n");

        var exited = Assert.IsType<RunOutcome.Exited>(
            await EndOf(_host.NewExecutor().Attach("node-tasker", HostScripts.Entry())!).WaitAsync(TestContext.Current.CancellationToken)
        );

        Assert.Equal(5, exited.ExitCode);
        Assert.InRange(exited.Duration!.Value.TotalSeconds, 0.2, 30);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_that_is_found_can_be_stopped()
    {
        _host.Start("echo ready; sleep 300\n");
        await _host.WrittenAsync("ready").WaitAsync(TestContext.Current.CancellationToken);
        var found = _host.NewExecutor().Attach("node-tasker", HostScripts.Entry())!;

        found.Stop(StopReason.Cancelled);

        Assert.Equal((15, StopReason.Cancelled), await EndOf(found) is RunOutcome.Exited e ? (e.Signal, e.StoppedBy) : default);
        await _host.NothingIsAliveAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_has_its_timeout_from_its_start_whoever_watches_it()
    {
        _host.Start("echo ready; sleep 300\n");
        await _host.WrittenAsync("ready").WaitAsync(TestContext.Current.CancellationToken);

        var found = _host.NewExecutor().Attach("node-tasker", HostScripts.Entry(timeout: TimeSpan.FromMilliseconds(1)))!;

        Assert.Equal(StopReason.Deadline, (await EndOf(found)).StoppedBy);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_that_certainly_never_started_is_not_found_and_never_starts()
    {
        var order = HostScripts.Order("echo ran\n");
        _host.Folder.Create(order);

        var found = _host.NewExecutor().Attach("node-tasker", HostScripts.Entry());
        await SuperviseAsync().WaitAsync(TestContext.Current.CancellationToken);

        Assert.Null(found);
        Assert.False(File.Exists(_host.Folder.Output.Path), "the late supervisor has run the script");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_script_whose_folder_is_gone_may_have_run_and_is_lost()
    {
        var found = _host.NewExecutor().Attach("node-tasker", HostScripts.Entry());

        Assert.NotNull(found);
        Assert.IsType<RunOutcome.Lost>(await found.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_that_never_started_is_started_afresh()
    {
        _host.Folder.Create(HostScripts.Order("echo ran\n"));
        Assert.Null(_host.NewExecutor().Attach("node-tasker", HostScripts.Entry()));

        Assert.Equal("ran\n", await _host.OutputOfAsync("echo ran\n").WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_of_another_boot_is_lost_unless_its_end_was_recorded()
    {
        var executor = _host.NewExecutor();

        var lost = await EndOf(executor.Attach("node-tasker", HostScripts.Entry(bootId: "another"))!)
            .WaitAsync(TestContext.Current.CancellationToken);
        await _host.RunAsync("exit 5\n");
        var recorded = await EndOf(executor.Attach("node-tasker", HostScripts.Entry(bootId: "another"))!);

        Assert.Equal("The node was restarted while the script ran.", Assert.IsType<RunOutcome.Lost>(lost).Message);
        Assert.Equal(5, Assert.IsType<RunOutcome.Exited>(recorded).ExitCode);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_supervisor_that_is_killed_takes_its_script_with_it_and_the_outcome_is_lost(bool found)
    {
        var script = _host.Start("setsid sleep 300 >/dev/null 2>&1 &\necho ready; sleep 300\n");
        await _host.WrittenAsync("ready").WaitAsync(TestContext.Current.CancellationToken);
        if (found)
            script = _host.NewExecutor().Attach("node-tasker", HostScripts.Entry())!;

        Assert.True(UnixSignal.Send(StartRecord.Read(_host.Folder)!.Supervisor, UnixSignal.Kill));

        Assert.StartsWith(
            "What supervised the script was ended from outside",
            Assert.IsType<RunOutcome.Lost>(await EndOf(script)).Message,
            StringComparison.Ordinal
        );
        await _host.NothingIsAliveAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_supervisor_that_gets_TERM_records_the_end_of_its_script_all_the_same()
    {
        var script = _host.Start("echo ready\nuntil [ -e go ]; do sleep 0.05; done\nexit 5\n");
        await _host.WrittenAsync("ready").WaitAsync(TestContext.Current.CancellationToken);

        UnixSignal.Send(StartRecord.Read(_host.Folder)!.Supervisor, UnixSignal.Terminate);
        File.WriteAllText(_host.Folder.Work + "/go", "");

        Assert.Equal(5, Assert.IsType<RunOutcome.Exited>(await EndOf(script)).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_pid_that_became_anothers_is_not_taken_for_the_supervisor()
    {
        await using var other = RunningProcess.Start("sleep", ["300"]);
        _host.Folder.Create(HostScripts.Order("exit 0\n"));
        var stat = ProcessStat.Parse(await File.ReadAllTextAsync($"/proc/{other.Id}/stat", TestContext.Current.CancellationToken))!;
        await File.WriteAllTextAsync(
            _host.Folder.Started,
            $"1.00 {other.Id} (sh) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 {stat.StartTicks - 1} 0\n",
            TestContext.Current.CancellationToken
        );

        var found = _host.NewExecutor().Attach("node-tasker", HostScripts.Entry())!;

        Assert.IsType<RunOutcome.Lost>(await EndOf(found));
        Assert.False(other.HasExited);
    }

    [Fact(Timeout = 240_000)]
    public async Task Of_two_supervisors_of_one_folder_exactly_one_runs_the_script()
    {
        for (var round = 0; round < 100; round++)
        {
            _host.Folder.Create(HostScripts.Order("echo ran\n"));

            await Task.WhenAll(SuperviseAsync(), SuperviseAsync());

            Assert.Equal("ran\n", await File.ReadAllTextAsync(_host.Folder.Output.Path, TestContext.Current.CancellationToken));
        }
    }

    [Fact(Timeout = 240_000)]
    public async Task Of_a_supervisor_and_a_restarted_agent_exactly_one_decides()
    {
        for (var round = 0; round < 100; round++)
        {
            _host.Folder.Create(HostScripts.Order("echo ran\n"));

            var supervising = SuperviseAsync();
            if (round % 2 == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(round / 10.0), TestContext.Current.CancellationToken);
            var revoked = _host.Folder.TryRevoke();
            await supervising;

            Assert.Equal(!revoked, File.Exists(_host.Folder.Output.Path));
        }
    }

    private Task SuperviseAsync() =>
        RunningProcess.RunAsync(
            "/bin/sh",
            [_host.Folder.Supervisor, "run", "", _host.Folder.Path, _host.Folder.Work, "root", "/bin/sh"],
            cancellationToken: TestContext.Current.CancellationToken
        );

    private static Task<RunOutcome> EndOf(IRunningScript script) =>
        script.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
}
