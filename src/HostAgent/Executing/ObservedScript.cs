namespace NodeTasker.HostAgent.Executing;

/// <summary>An attempt that the host supervises and the agent observes: its deadline, its stop, its log and its end.</summary>
internal sealed class ObservedScript : IRunningScript
{
    /// <summary>What the host's own clock may be late by before the agent takes its part.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KillInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>A timer holds 49 days; the longest timeout is 30, to which the host's grace may come.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(45);
    private static readonly TimeSpan LongestShutdown = TimeSpan.FromMinutes(15);
    private readonly RunFolder _folder;
    private readonly ILauncher _launcher;
    private readonly RunLimits _limits;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<StopReason> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StopReason? _stoppedBy;

    /// <param name="folder">Of the attempt.</param>
    /// <param name="launcher">What supervises it.</param>
    /// <param name="limits">Of its time and its log.</param>
    /// <param name="time">The clock of the deadline.</param>
    /// <param name="launch">Starts it; null when an earlier agent did.</param>
    public ObservedScript(RunFolder folder, ILauncher launcher, RunLimits limits, TimeProvider time, Func<Task<string?>>? launch)
    {
        (_folder, _launcher, _limits, _time) = (folder, launcher, limits, time);
        Completion = ObserveSafelyAsync(launch);
        Gone = SweepAsync();
    }

    public Task<RunOutcome> Completion { get; }

    public Task<string?> Gone { get; }

    public OutputLog Output => _folder.Output;

    public void Stop(StopReason reason) => _stop.TrySetResult(reason);

    /// <summary>A disk that fails is an end like another, and must not hold up the node's next run.</summary>
    private async Task<RunOutcome> ObserveSafelyAsync(Func<Task<string?>>? launch)
    {
        using var over = new CancellationTokenSource();
        var bounding = LogBound.KeepAsync(Output, _limits.MaxLogBytes, _time, over.Token);
        RunOutcome outcome;
        try
        {
            outcome = await ObserveAsync(launch);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            outcome = new RunOutcome.Lost(
                $"The run's folder {_folder.Path} could not be read, so nobody knows how the script ended: {e.Message}"
            );
        }
        finally
        {
            await over.CancelAsync();
        }

        var unbounded = await bounding;
        return outcome with { StoppedBy = _stoppedBy, Note = outcome.Note ?? unbounded };
    }

    private async Task<RunOutcome> ObserveAsync(Func<Task<string?>>? launch)
    {
        var start = _time.GetTimestamp();
        var supervisor = launch is null ? WaitForEarlierAsync() : launch();
        _stoppedBy = launch is null ? StopRecord.Read(_folder) : null;
        if (_stoppedBy is { } begun)
            Stop(begun);
        string? leftover = null;
        if (await WaitAsync(supervisor) is { } reason)
        {
            _stoppedBy = reason;
            leftover = await StopAsync(reason, supervisor);
        }

        // What not even KILL ends (it hangs in the kernel) must not hang the node's next run as well.
        var problem = leftover is not null && !supervisor.IsCompleted ? leftover : await supervisor;

        var record = ExitRecord.Read(_folder);
        if (record is { IsByShutdown: true } && _stoppedBy is null)
            return await OutliveShutdownAsync(record.Outcome.Duration);
        var outcome = record?.Outcome ?? await WithoutRecordAsync(problem);
        if (outcome is RunOutcome.Exited exited && _launcher.RanOutOfMemory(_folder))
            outcome = exited with { OutOfMemory = true };
        return outcome with { Duration = launch is null ? outcome.Duration : _time.GetElapsedTime(start), Note = leftover };
    }

    /// <summary>The agent goes down with the host, and the next one, of another boot, concludes: a rerun that began now would be ended as well.</summary>
    private async Task<RunOutcome> OutliveShutdownAsync(TimeSpan? duration)
    {
        await Task.Delay(LongestShutdown, _time);
        return new RunOutcome.Lost("The node was shutting down while the script ran.") { Duration = duration };
    }

    private async Task<string?> SweepAsync()
    {
        await Completion;
        var left = await _launcher.KillAsync(_folder);
        _launcher.Forget(_folder);
        return left;
    }

    private async Task<string?> WaitForEarlierAsync()
    {
        await _launcher.WaitForEndAsync(_folder, CancellationToken.None);
        return null;
    }

    /// <summary>Waits for the end, the deadline or a stop, whichever comes first; null for the end.</summary>
    private async Task<StopReason?> WaitAsync(Task supervisor)
    {
        using var noDeadline = new CancellationTokenSource();
        var deadline = Task.Delay(Remaining() ?? Timeout.InfiniteTimeSpan, _time, noDeadline.Token);
        var first = await Task.WhenAny(supervisor, _stop.Task, deadline);
        await noDeadline.CancelAsync();
        if (first == supervisor)
            return null;
        return first == _stop.Task ? await _stop.Task : StopReason.Deadline;
    }

    /// <summary>What an attempt has left of its timeout; it may have started under an earlier agent.</summary>
    private TimeSpan? Remaining()
    {
        if (_limits.Timeout is not { } timeout)
            return null;
        if (_launcher.EnforcesTimeout)
            timeout += _limits.GracePeriod + Slack;
        var elapsed = StartRecord.Read(_folder) is { } started ? UptimeClock.Now - started.Uptime : TimeSpan.Zero;
        if (elapsed >= timeout)
            return TimeSpan.Zero;
        return timeout - elapsed < LongestWait ? timeout - elapsed : LongestWait;
    }

    private async Task<string?> StopAsync(StopReason reason, Task supervisor)
    {
        StopRecord.Write(_folder, reason);
        await _launcher.TerminateAsync(_folder);
        using var ended = new CancellationTokenSource();
        await Task.WhenAny(supervisor, Task.Delay(_limits.GracePeriod, _time, ended.Token));
        await ended.CancelAsync();
        while (true)
        {
            // A supervisor that has not begun never will; one that has, but not come to its script yet, has nothing to kill so far.
            var isRevoked = _folder.TryRevoke();
            var leftover = await _launcher.KillAsync(_folder);
            if (isRevoked || supervisor.IsCompleted || leftover is not null)
                return leftover;
            await Task.WhenAny(supervisor, Task.Delay(KillInterval, _time));
        }
    }

    private async Task<RunOutcome> WithoutRecordAsync(string? problem)
    {
        if (_folder.TryRevoke())
            return new RunOutcome.NotStarted($"The supervisor could not be started on the host: {problem}");
        await _launcher.KillAsync(_folder);
        return ExitRecord.Read(_folder)?.Outcome
            ?? new RunOutcome.Lost("What supervised the script was ended from outside, so nobody knows how the script ended.");
    }
}
