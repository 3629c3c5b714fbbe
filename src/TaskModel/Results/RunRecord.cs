namespace NodeTasker.TaskModel;

/// <summary>What is known of one run on one node: the content of its result.</summary>
public sealed record RunRecord
{
    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>The node's name.</summary>
    public required string Node { get; init; }

    /// <summary>Which run.</summary>
    public required RunId Run { get; init; }

    /// <summary>Where it is.</summary>
    public required RunPhase Phase { get; init; }

    /// <summary>A CamelCase word; null when the phase says all. See <see cref="FailureReason"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>A sentence for people.</summary>
    public string? Message { get; init; }

    /// <summary>As in a container's terminated state; null before the end.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The number of the signal that ended it; null when none.</summary>
    public int? Signal { get; init; }

    /// <summary>One process start within the run, from 1; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>When this attempt started, UTC.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? CompletionTime { get; init; }

    /// <summary>How long it ran, by a clock that is never set back.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The head and tail of what it wrote, valid UTF-8; null before it wrote.</summary>
    public string? Output { get; init; }

    /// <summary>How much it wrote in all, in bytes.</summary>
    public long OutputBytes { get; init; }

    /// <summary>Whether <see cref="Output"/> is less than all.</summary>
    public bool OutputTruncated { get; init; }

    /// <summary>Where the output is, on the node: all of it, or where it is longer than a log may be its head and tail.</summary>
    public string? LogPath { get; init; }

    /// <summary>The name of the trusted key that signed the task when this attempt started; null where signatures are not checked.</summary>
    public string? SignedBy { get; init; }
}
