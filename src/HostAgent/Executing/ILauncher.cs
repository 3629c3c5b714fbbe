namespace NodeTasker.HostAgent.Executing;

/// <summary>What supervises attempts on the host; one for each way that hosts have.</summary>
internal interface ILauncher
{
    /// <summary>Its name, as it stands in the journal and in <c>--launcher</c>.</summary>
    string Name { get; }

    /// <summary>Why this order cannot be carried out here; null when it can.</summary>
    string? Refuse(RunOrder order);

    /// <summary>Starts the supervisor of <paramref name="folder"/>. The task ends when the supervisor has, with what stood in the way of its start.</summary>
    Task<string?> Launch(RunFolder folder, IReadOnlyList<string> supervise);

    /// <summary>Ends when the supervisor that an earlier agent started has ended.</summary>
    Task WaitForEndAsync(RunFolder folder, CancellationToken cancellationToken);

    /// <summary>Asks everything of the run to end (TERM), but not its supervisor, which records the end.</summary>
    void Terminate(RunFolder folder);

    /// <summary>Ends everything of the run but its supervisor (KILL), and returns when nothing is left, or says what is.</summary>
    Task<string?> KillAsync(RunFolder folder);
}
