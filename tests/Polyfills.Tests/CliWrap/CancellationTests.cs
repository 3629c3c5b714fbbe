using System.Globalization;
using CliWrap;

namespace NodeTasker.Polyfills.Tests.CliWrap;

public sealed class CancellationTests : IDisposable
{
    private readonly CancellationTokenSource _forceful = new();
    private readonly CancellationTokenSource _graceful = new();

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _forceful.Dispose();
        _graceful.Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_forceful_cancellation_kills_the_process_and_names_its_token()
    {
        var task = Dummy.Run("sleep", "600").ExecuteAsync(_forceful.Token);

        await _forceful.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);

        Assert.Equal(_forceful.Token, exception.CancellationToken);
        Assert.True(task.Task.IsCanceled);
        Assert.False(Dummy.IsAlive(task.ProcessId));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_forceful_cancellation_kills_all_descendants()
    {
        var lines = new LineLatch();
        var task = Dummy.Shell("sleep 600 & echo $!; (sleep 600 & echo $!; wait) & wait")
            .WithStandardOutputPipe(lines.Target)
            .ExecuteAsync(_forceful.Token);
        int[] pids = [await NextPidAsync(lines), await NextPidAsync(lines)];

        await _forceful.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);

        foreach (var pid in pids)
            await Dummy.WaitUntilGoneAsync(pid, Ended);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_forceful_cancellation_ends_what_ignores_every_other_signal()
    {
        var lines = new LineLatch();
        var task = Dummy.Run("ignore-term").WithStandardOutputPipe(lines.Target).ExecuteAsync(_forceful.Token, _graceful.Token);
        Assert.Equal("ready", await lines.NextAsync(Ended));

        await _graceful.CancelAsync();
        Assert.True(Dummy.IsAlive(task.ProcessId));
        await _forceful.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);

        Assert.Equal(_forceful.Token, exception.CancellationToken);
        Assert.False(Dummy.IsAlive(task.ProcessId));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_graceful_cancellation_interrupts_the_process_and_waits_for_it()
    {
        var lines = new LineLatch();
        var task = Dummy.Shell("trap 'echo bye; exit 0' INT; echo ready; while :; do sleep 0.02; done")
            .WithStandardOutputPipe(lines.Target)
            .ExecuteAsync(_forceful.Token, _graceful.Token);
        Assert.Equal("ready", await lines.NextAsync(Ended));

        await _graceful.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);

        Assert.Equal("bye", await lines.NextAsync(Ended));
        Assert.Equal(_graceful.Token, exception.CancellationToken);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_graceful_cancellation_leaves_the_descendants_alone()
    {
        var lines = new LineLatch();
        var task = Dummy.Shell("sleep 600 </dev/null >/dev/null 2>&1 & echo $!; trap 'exit 0' INT; echo ready; while :; do sleep 0.02; done")
            .WithStandardOutputPipe(lines.Target)
            .ExecuteAsync(_forceful.Token, _graceful.Token);
        var pid = await NextPidAsync(lines);
        Assert.Equal("ready", await lines.NextAsync(Ended));

        await _graceful.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);

        Assert.True(Dummy.IsAlive(pid));
        using var sleeper = System.Diagnostics.Process.GetProcessById(pid);
        sleeper.Kill();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_command_whose_token_has_already_fired_does_not_survive()
    {
        await _forceful.CancelAsync();

        var task = Dummy.Run("sleep", "600").ExecuteAsync(_forceful.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.False(Dummy.IsAlive(task.ProcessId));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_cancellation_after_the_end_changes_nothing()
    {
        var task = Dummy.Run("exit", "0").ExecuteAsync(_forceful.Token, _graceful.Token);
        await task;

        await _graceful.CancelAsync();
        await _forceful.CancelAsync();

        Assert.Equal(0, (await task).ExitCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_daemon_that_holds_the_output_delays_the_end_but_not_a_forceful_one()
    {
        var lines = new LineLatch();
        var task = Dummy.Shell("setsid sleep 600 & echo $!; exit 0")
            .WithStandardOutputPipe(lines.Target)
            .ExecuteAsync(_forceful.Token);
        var daemon = await NextPidAsync(lines);
        await Dummy.WaitUntilGoneAsync(task.ProcessId, Ended);
        Assert.False(task.Task.IsCompleted);

        await _forceful.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);

        Assert.True(Dummy.IsAlive(daemon));
        using var sleeper = System.Diagnostics.Process.GetProcessById(daemon);
        sleeper.Kill();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_daemon_that_holds_no_pipe_does_not_delay_the_end()
    {
        var lines = new LineLatch();

        await Dummy.Run("daemonize").WithStandardOutputPipe(lines.Target).ExecuteAsync(Ended);

        var daemon = await NextPidAsync(lines);
        Assert.True(Dummy.IsAlive(daemon));
        using var sleeper = System.Diagnostics.Process.GetProcessById(daemon);
        sleeper.Kill();
    }

    private static async Task<int> NextPidAsync(LineLatch lines) =>
        int.Parse(await lines.NextAsync(Ended), CultureInfo.InvariantCulture);
}
