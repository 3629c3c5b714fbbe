using NodeTasker.HostAgent.Journal;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Executing;

/// <summary>Runs attempts on the host: folder, supervisor, observation.</summary>
internal sealed class HostRunExecutor(string stateDir, HostNamespaces host, Launchers launchers, long maxLogBytes, TimeProvider time)
    : IRunExecutor
{
    public IRunningScript Start(RunOrder order, Action commit)
    {
        var launcher = launchers.Chosen;
        var folder = RunFolder.Of(stateDir, order.Task, order.Run, order.Attempt);
        if (launcher.Refuse(order) is { } refusal)
        {
            commit();
            return new EndedScript(new RunOutcome.NotStarted(refusal), folder.Output);
        }

        try
        {
            folder.Create(order);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            commit();
            return new EndedScript(
                new RunOutcome.NotStarted(
                    $"The run's folder {folder.Path} could not be written: {e.Message}. Make room below {stateDir}, or make it writable, and change the task's nonce to run it."
                ),
                folder.Output
            );
        }

        // The journal names no attempt without a folder: a folder that is missing later was removed, and its attempt may have happened.
        commit();
        return new ObservedScript(folder, launcher, new RunLimits(order.Timeout, order.GracePeriod, maxLogBytes), time, () =>
            launcher.LaunchAsync(folder, order)
        );
    }

    public string BootId => host.BootId;

    public string LauncherName => launchers.Chosen.Name;

    public IRunningScript? Attach(string task, JournalEntry entry)
    {
        var folder = RunFolder.Of(stateDir, task, entry.Run, entry.Attempt);
        if (entry.BootId != BootId)
        {
            return new EndedScript(
                AfterReboot(ExitRecord.Read(folder)?.Outcome) with
                {
                    StoppedBy = StopRecord.Read(folder),
                },
                folder.Output
            );
        }

        if (folder.TryRevoke())
            return null;
        return new ObservedScript(
            folder,
            launchers.Named(entry.Launcher),
            new RunLimits(entry.Terms.Timeout, entry.Terms.GracePeriod, maxLogBytes),
            time,
            launch: null
        );
    }

    /// <summary>An orderly shutdown ends scripts by signal, and their supervisors live to record it: that is the node's end, not the script's own.</summary>
    private static RunOutcome AfterReboot(RunOutcome? recorded) =>
        recorded
            is null
                or RunOutcome.Exited
                {
                    Signal: (int)ProcessSignal.Terminate or (int)ProcessSignal.Kill,
                    TimedOut: false,
                    OutOfMemory: false
                }
            ? new RunOutcome.Lost("The node was restarted while the script ran.") { Duration = recorded?.Duration }
            : recorded;
}

/// <summary>How long an attempt may take, how long it has between TERM and KILL, and how large its log may be on disk.</summary>
internal sealed record RunLimits(TimeSpan? Timeout, TimeSpan GracePeriod, long MaxLogBytes);

/// <summary>An attempt whose end is known already.</summary>
internal sealed class EndedScript(RunOutcome outcome, OutputLog output) : IRunningScript
{
    public Task<RunOutcome> Completion => Task.FromResult(outcome);

    public OutputLog Output => output;

    public Task<string?> Gone => Task.FromResult<string?>(null);

    public void Stop(StopReason reason)
    {
        // There is nothing left to stop.
    }
}
