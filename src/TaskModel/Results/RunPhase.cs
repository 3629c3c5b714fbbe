namespace NodeTasker.TaskModel;

/// <summary>Where a run is on one node.</summary>
public enum RunPhase
{
    /// <summary>Gated: it waits for a grant.</summary>
    Pending,

    /// <summary>It has started and has not ended.</summary>
    Running,

    /// <summary>Ended with exit code 0.</summary>
    Succeeded,

    /// <summary>Ended otherwise; the reason says how.</summary>
    Failed,

    /// <summary>Ended because the operator wished so.</summary>
    Cancelled,

    /// <summary>The task is bad or unsigned; nothing ran.</summary>
    Rejected,
}

/// <summary>The reasons of <see cref="RunPhase.Failed"/>, as they stand in a result.</summary>
public static class FailureReason
{
    /// <summary>The script ended with another code than 0.</summary>
    public const string NonZeroExit = nameof(NonZeroExit);

    /// <summary>A signal ended the script.</summary>
    public const string Signaled = nameof(Signaled);

    /// <summary>It ran longer than its <c>timeout</c>.</summary>
    public const string DeadlineExceeded = nameof(DeadlineExceeded);

    /// <summary>It needed more than its <c>memory</c>.</summary>
    public const string OOMKilled = nameof(OOMKilled);

    /// <summary>The node rebooted, or the outcome was lost.</summary>
    public const string Interrupted = nameof(Interrupted);

    /// <summary>It could not be started.</summary>
    public const string StartError = nameof(StartError);
}
