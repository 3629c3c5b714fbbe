namespace NodeTasker.Rollouts;

/// <summary>What is to be done for a rollout, and how it stands.</summary>
public sealed record RolloutPlan
{
    /// <summary>The run that the summary is about: the content, or the newest of its scheduled minutes.</summary>
    public required RunId Run { get; init; }

    /// <summary>How the rollout stands.</summary>
    public required RolloutStatus Status { get; init; }

    /// <summary>A sentence on why it stands so; null where the status says all.</summary>
    public string? Message { get; init; }

    /// <summary>Every selected node, in natural order of the names.</summary>
    public required IReadOnlyList<NodeProgress> Nodes { get; init; }

    /// <summary>How many nodes are selected and can have no agent, so that nothing is expected of them.</summary>
    public int WithoutAgent { get; init; }

    /// <summary>The ledger as it should be: new grants added, used ones gone, others revoked. Equal to the view's when there is nothing to do.</summary>
    public required GrantLedger Ledger { get; init; }

    /// <summary>When to plan again though nothing changed: a soak that ends, an age that becomes another; null for never.</summary>
    public DateTimeOffset? Wake { get; init; }

    /// <summary>When the first node started the run, by its own clock; null before.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When the last node ended it, by its own clock; null unless all have ended.</summary>
    public DateTimeOffset? CompletionTime { get; init; }
}

/// <summary>How a rollout stands.</summary>
public enum RolloutStatus
{
    /// <summary>Nodes run, or will.</summary>
    InProgress,

    /// <summary>No further node starts because the operator paused it.</summary>
    Paused,

    /// <summary>No further node starts because more than <c>maxFailures</c> failed.</summary>
    Halted,

    /// <summary>Every selected node has run it, or was rejected or cancelled.</summary>
    Complete,
}

/// <summary>How one node stands in a rollout.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Phase">Where it is.</param>
/// <param name="Reason">A CamelCase word: a result's reason, <c>NonZeroExit</c>; or why nothing is heard, <c>NoAgent</c>, <c>NodeNotReady</c>, <c>NodeLost</c>.</param>
/// <param name="ExitCode">Of the script; null before its end.</param>
/// <param name="Duration">Of the attempt; null before its end.</param>
/// <param name="Since">For what is still to come: since when it is so; shown as an age.</param>
public sealed record NodeProgress(
    string Node,
    NodePhase Phase,
    string? Reason = null,
    int? ExitCode = null,
    TimeSpan? Duration = null,
    DateTimeOffset? Since = null
)
{
    /// <summary>Whether there is nothing more to wait for.</summary>
    public bool HasEnded => Phase is NodePhase.Succeeded or NodePhase.Failed or NodePhase.Cancelled or NodePhase.Rejected;

    /// <summary>Where a node is that has written a result of this phase.</summary>
    public static NodePhase PhaseOf(RunPhase phase) =>
        phase switch
        {
            RunPhase.Pending => NodePhase.Pending,
            RunPhase.Running => NodePhase.Running,
            RunPhase.Succeeded => NodePhase.Succeeded,
            RunPhase.Failed => NodePhase.Failed,
            RunPhase.Cancelled => NodePhase.Cancelled,
            RunPhase.Rejected => NodePhase.Rejected,
            _ => throw new NotSupportedException($"Unknown phase: {phase}"),
        };
}

/// <summary>Where a node is in a rollout: a result's phase, or <see cref="Unknown"/>.</summary>
public enum NodePhase
{
    /// <summary>Not started; the reason says what it waits for.</summary>
    Pending,

    /// <summary>Started, not ended.</summary>
    Running,

    /// <summary>Ended with exit code 0.</summary>
    Succeeded,

    /// <summary>Ended otherwise.</summary>
    Failed,

    /// <summary>Ended because the operator cancelled it.</summary>
    Cancelled,

    /// <summary>The task is malformed or not trusted there.</summary>
    Rejected,

    /// <summary>It ran when its node was last heard of.</summary>
    Unknown,
}
