namespace NodeTasker.Rollouts;

/// <summary>
/// The grants of a task that are given and not used up: written before any of them becomes visible to an agent, by conditional writes of
/// one object, so that two controllers can't give more together than one may.
/// </summary>
/// <param name="Grants">By node.</param>
/// <param name="Halt">The rollout that was halted, until the operator does something about it; null when none.</param>
public sealed record GrantLedger(IReadOnlyDictionary<string, Grant> Grants, HaltMark? Halt)
{
    /// <summary>Nothing is granted.</summary>
    public static GrantLedger Empty { get; } = new(new Dictionary<string, Grant>(), null);

    /// <summary>Since when the wave before the next one has ended; null when none is waited for.</summary>
    public SoakMark? Soak { get; init; }

    /// <summary>By value, so that one can ask whether a plan changes anything.</summary>
    public bool Equals(GrantLedger? other) =>
        other is not null
        && Halt == other.Halt
        && Soak == other.Soak
        && Grants.Count == other.Grants.Count
        && Grants.All(entry => other.Grants.TryGetValue(entry.Key, out var grant) && grant == entry.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Grants.Count, Halt, Soak);
}

/// <summary>The controller's word that a node may start.</summary>
/// <param name="Run">Which run.</param>
/// <param name="Time">When it was given; after its revocation when it was taken back.</param>
/// <param name="IsRevoked">Whether it was taken back. It counts for a while yet: the agent may have read it just before.</param>
public sealed record Grant(RunId Run, DateTimeOffset Time, bool IsRevoked = false)
{
    /// <summary>How long an agent that can reach the API says nothing of a run that it has started, at most.</summary>
    public static TimeSpan LongestSilence { get; } = TimeSpan.FromSeconds(90);
}

/// <summary>That a rollout halted stays known: nodes that vanish must not set it going again.</summary>
/// <param name="Run">The content.</param>
/// <param name="MaxFailures">The bound that was exceeded; another one is the operator's word to go on.</param>
/// <param name="Rerun">The rerun that was asked for by then; a newer one is the operator's word to go on.</param>
/// <param name="Time">When it halted.</param>
public sealed record HaltMark(RunId Run, CountOrPercent MaxFailures, RunId? Rerun, DateTimeOffset Time);

/// <summary>The beginning of a soak: by the controllers' clock, as the nodes' clocks may be behind and would cut it short.</summary>
/// <param name="Run">The run whose waves these are.</param>
/// <param name="Wave">The wave that is to come, from 2.</param>
/// <param name="Time">When all nodes of the waves before it were first seen to have ended.</param>
public sealed record SoakMark(RunId Run, int Wave, DateTimeOffset Time);
