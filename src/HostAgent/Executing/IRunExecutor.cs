using NodeTasker.HostAgent.Journal;

namespace NodeTasker.HostAgent.Executing;

/// <summary>Starts attempts on the host and finds them again after a restart of the agent.</summary>
internal interface IRunExecutor
{
    /// <summary>Which boot of the host this is.</summary>
    string BootId { get; }

    /// <summary>What supervises the attempts that are started now, for the journal.</summary>
    string LauncherName { get; }

    /// <summary>
    /// Starts an attempt. What stands in its way is its outcome, not an exception; an exception of <paramref name="commit"/>
    /// means that nothing has started.
    /// </summary>
    /// <param name="order">What to start.</param>
    /// <param name="commit">Journals the intent: called once, when all is prepared and before anything starts.</param>
    IRunningScript Start(RunOrder order, Action commit);

    /// <summary>Finds the attempt that <paramref name="entry"/> says was started; null when it certainly never was and never will be.</summary>
    IRunningScript? Attach(string task, JournalEntry entry);
}

/// <summary>An attempt that is under way, or has ended without anyone having asked yet.</summary>
internal interface IRunningScript
{
    /// <summary>How it ended; never faults but for defects.</summary>
    Task<RunOutcome> Completion { get; }

    /// <summary>Ends when nothing of it is left on the host: what a script leaves running ends with it. Says what could not be ended, or null.</summary>
    Task<string?> Gone { get; }

    /// <summary>What it has written.</summary>
    OutputLog Output { get; }

    /// <summary>TERM, and KILL after the grace period, to everything of the run; a second call changes nothing.</summary>
    void Stop(StopReason reason);
}
