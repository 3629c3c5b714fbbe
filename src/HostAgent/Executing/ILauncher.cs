namespace NodeTasker.HostAgent.Executing;

/// <summary>What supervises attempts on the host; one for each way that hosts have.</summary>
internal interface ILauncher
{
    /// <summary>Its name, as it stands in the journal and in <c>--launcher</c>.</summary>
    string Name { get; }

    /// <summary>Whether the host ends an attempt at its timeout by itself, so that the agent's own clock is only the second.</summary>
    bool EnforcesTimeout { get; }

    /// <summary>Why this host has no such launcher; null when it has.</summary>
    Task<string?> WhyUnavailableAsync(CancellationToken cancellationToken);

    /// <summary>Why this order cannot be carried out here; null when it can.</summary>
    string? Refuse(RunOrder order);

    /// <summary>Starts the supervisor of <paramref name="folder"/>. The task ends when the supervisor has, with what stood in the way of its start.</summary>
    Task<string?> LaunchAsync(RunFolder folder, RunOrder order);

    /// <summary>Ends when the supervisor that an earlier agent had started has ended.</summary>
    Task WaitForEndAsync(RunFolder folder, CancellationToken cancellationToken);

    /// <summary>Asks everything of the run to end (TERM), but not its supervisor, which records the end.</summary>
    Task TerminateAsync(RunFolder folder);

    /// <summary>Ends everything that is left of the run (KILL); null when nothing is left after it, else what is.</summary>
    Task<string?> KillAsync(RunFolder folder);

    /// <summary>After the end: whether the run needed more memory than its limit.</summary>
    bool RanOutOfMemory(RunFolder folder);

    /// <summary>Removes what the launcher made for the run outside its folder.</summary>
    void Forget(RunFolder folder);
}
