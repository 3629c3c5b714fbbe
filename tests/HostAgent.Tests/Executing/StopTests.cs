using NodeTasker.HostAgent.Executing;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Executing;

public sealed class StopTests : IAsyncLifetime
{
    private const string Stubborn = "trap '' TERM\necho ready\nwhile :; do sleep 1; done\n";
    private readonly HostScripts _host = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact(Timeout = 120_000)]
    public async Task A_script_that_runs_too_long_is_ended_by_TERM()
    {
        var outcome = await _host.RunAsync(HostScripts.Order("echo ready; sleep 300\n") with { Timeout = TimeSpan.FromSeconds(2) });

        var exited = Assert.IsType<RunOutcome.Exited>(outcome);
        Assert.Equal((143, 15, StopReason.Deadline), (exited.ExitCode, exited.Signal, exited.StoppedBy));
        await _host.NothingIsAliveAsync().WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_disk_that_fails_while_a_script_is_stopped_hides_neither_why_it_was_stopped_nor_that_it_has_ended()
    {
        var time = new FakeTimeProvider();
        var launcher = new SlowLauncher(_host.NewLauncher()) { Terminating = () => throw new IOException("the disk is broken") };
        launcher.MayLaunch.Open();
        var script = _host.NewExecutor(launcher, time).Start(HostScripts.Order("echo ready; sleep 300\n"), () => { });
        await _host.WrittenAsync("ready").WaitAsync(TestContext.Current.CancellationToken);

        script.Stop(StopReason.Cancelled);

        Assert.Equal(StopReason.Cancelled, Assert.IsType<RunOutcome.Lost>(await EndOf(script)).StoppedBy);
        // Nobody looks after its log any more.
        Assert.Equal(0, time.PendingTimers);
        await _host.NothingIsAliveAsync();
    }

    [Theory(Timeout = 120_000)]
    [InlineData(StopReason.Cancelled)]
    [InlineData(StopReason.Replaced)]
    internal async Task A_script_that_is_stopped_can_still_clean_up_and_its_exit_code_is_kept(StopReason reason)
    {
        var script = _host.Start("trap 'echo cleaned; exit 7' TERM\necho ready\nwhile :; do sleep 0.1; done\n");
        await _host.WrittenAsync("ready").WaitAsync(TestContext.Current.CancellationToken);

        script.Stop(reason);

        var exited = Assert.IsType<RunOutcome.Exited>(await EndOf(script));
        Assert.Equal((7, null, reason), (exited.ExitCode, exited.Signal, exited.StoppedBy));
        await _host.WrittenAsync("cleaned");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_that_ignores_TERM_is_killed_after_the_grace_period()
    {
        var script = _host.Start(HostScripts.Order(Stubborn) with { GracePeriod = TimeSpan.FromMilliseconds(300) });
        await _host.WrittenAsync("ready").WaitAsync(TestContext.Current.CancellationToken);

        script.Stop(StopReason.Cancelled);

        var exited = Assert.IsType<RunOutcome.Exited>(await EndOf(script));
        Assert.Equal((137, 9, StopReason.Cancelled, null), (exited.ExitCode, exited.Signal, exited.StoppedBy, exited.Note));
        await _host.NothingIsAliveAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_program_that_ignores_TERM_is_killed_after_the_grace_period()
    {
        var order = HostScripts.Order($"exec '{Path.Combine(AppContext.BaseDirectory, "script-dummy")}' ignore-term\n") with
        {
            Env = new Dictionary<string, string>
            {
                ["DOTNET_ROOT"] = Path.GetFullPath(
                    Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../..")
                ),
            },
            GracePeriod = TimeSpan.FromMilliseconds(300),
        };
        var script = _host.Start(order);
        await _host.WrittenAsync("ready").WaitAsync(TestContext.Current.CancellationToken);

        script.Stop(StopReason.Cancelled);

        Assert.Equal(9, Assert.IsType<RunOutcome.Exited>(await EndOf(script)).Signal);
        await _host.NothingIsAliveAsync();
    }

    [Theory(Timeout = 120_000)]
    [InlineData("sh -c 'setsid sleep 300 </dev/null >/dev/null 2>&1 &'")]
    [InlineData("setsid sh -c '(setsid sleep 300 </dev/null >/dev/null 2>&1 &) &'")]
    [InlineData("setsid sh -c 'trap \"\" TERM HUP INT; (cd / ; trap \"\" TERM HUP; exec setsid sleep 300) </dev/null >/dev/null 2>&1 &'")]
    [InlineData("nohup sleep 300 &")]
    [InlineData("(sleep 300 & sleep 300 & (sleep 300 &)) &")]
    [InlineData("env -i setsid sleep 300 &")]
    [InlineData("sh -c 'while :; do sleep 0.01 & done' >/dev/null 2>&1 &")]
    public async Task A_timeout_leaves_nothing_alive_however_deep_or_daemonized(string daemonize)
    {
        var script = $"{daemonize}\necho ready\ntrap '' TERM\nwhile :; do sleep 1; done\n";

        var outcome = await _host
            .RunAsync(HostScripts.Order(script) with { Timeout = TimeSpan.FromSeconds(3), GracePeriod = TimeSpan.FromMilliseconds(100) })
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(StopReason.Deadline, outcome.StoppedBy);
        Assert.Null(outcome.Note);
        await _host.NothingIsAliveAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_cancel_ends_a_daemon_that_its_script_has_left_behind()
    {
        var script = _host.Start("setsid sh -c 'exec >/dev/null 2>&1 </dev/null; (setsid sleep 300 &)'\necho ready\nsleep 300\n");
        await _host.WrittenAsync("ready").WaitAsync(TestContext.Current.CancellationToken);

        script.Stop(StopReason.Cancelled);
        await EndOf(script);

        await _host.NothingIsAliveAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task Two_reasons_to_stop_are_told_as_the_first()
    {
        var script = _host.Start("echo ready; sleep 300\n");
        await _host.WrittenAsync("ready").WaitAsync(TestContext.Current.CancellationToken);

        script.Stop(StopReason.Replaced);
        script.Stop(StopReason.Cancelled);

        Assert.Equal(StopReason.Replaced, (await EndOf(script)).StoppedBy);
    }

    [Fact(Timeout = 120_000)]
    public async Task Stopping_what_has_ended_changes_nothing()
    {
        var script = _host.Start("exit 3\n");
        var outcome = await EndOf(script).WaitAsync(TestContext.Current.CancellationToken);

        script.Stop(StopReason.Cancelled);

        Assert.Null(outcome.StoppedBy);
        Assert.Equal(3, Assert.IsType<RunOutcome.Exited>(await script.Completion).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_script_that_is_stopped_before_its_supervisor_has_begun_never_runs_on()
    {
        var slow = new SlowLauncher(_host.NewLauncher());
        var script = _host.NewExecutor(slow).Start(HostScripts.Order("sleep 300\n") with { GracePeriod = TimeSpan.Zero }, () => { });

        script.Stop(StopReason.Cancelled);
        await slow.Killed.WaitAsync(TestContext.Current.CancellationToken);
        slow.MayLaunch.Open();

        Assert.Equal(StopReason.Cancelled, (await EndOf(script)).StoppedBy);
        await _host.NothingIsAliveAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task What_runs_beside_a_run_is_left_alone()
    {
        await using var bystander = RunningProcess.Start("sleep", ["300"]);
        await using var reader = RunningProcess.Start("tail", ["-F", _host.Folder.Output.Path, _host.Folder.Supervisor]);
        var script = _host.Start("echo ready; sleep 300\n");
        await _host.WrittenAsync("ready").WaitAsync(TestContext.Current.CancellationToken);

        script.Stop(StopReason.Cancelled);
        await EndOf(script);

        Assert.False(bystander.HasExited);
        Assert.False(reader.HasExited);
    }

    private static Task<RunOutcome> EndOf(IRunningScript script) =>
        script.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
}
