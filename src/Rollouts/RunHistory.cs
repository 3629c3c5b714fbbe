namespace NodeTasker.Rollouts;

/// <summary>One of the last runs: an entry of <c>&lt;task&gt;-history</c>.</summary>
public sealed record HistoryEntry
{
    /// <summary>Which run.</summary>
    public required RunId Run { get; init; }

    /// <summary>When it was set (for a scheduled run: when it was first seen), UTC.</summary>
    public required DateTimeOffset SetTime { get; init; }

    /// <summary>Who set it: the field manager, as <c>kubectl-replace</c>; null when not known.</summary>
    public string? Manager { get; init; }

    /// <summary>The user, as the setter said of itself; null when not known.</summary>
    public string? User { get; init; }

    /// <summary>The options that differ from their defaults, as written: no script, no <c>env.*</c>, no <c>file.*</c>, no <c>signature</c>.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>How it stood last.</summary>
    public RolloutStatus Status { get; init; }

    /// <summary>Whether another run took its place before it was complete: its status is the last that it had.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>The counts as they were last.</summary>
    public PhaseCounts Counts { get; init; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>When the first node started, by its own clock; null before.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it was complete; null before.</summary>
    public DateTimeOffset? CompletionTime { get; init; }

    /// <summary>By value, the options too.</summary>
    public bool Equals(HistoryEntry? other) =>
        other is not null
        && Run == other.Run
        && SetTime == other.SetTime
        && Manager == other.Manager
        && User == other.User
        && Status == other.Status
        && IsReplaced == other.IsReplaced
        && Counts == other.Counts
        && StartTime == other.StartTime
        && CompletionTime == other.CompletionTime
        && Options.Count == other.Options.Count
        && Options.All(option => other.Options.TryGetValue(option.Key, out var value) && value == option.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Run, SetTime, Status, Counts);
}
