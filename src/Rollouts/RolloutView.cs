namespace NodeTasker.Rollouts;

/// <summary>All that a plan may look at.</summary>
public sealed record RolloutView
{
    /// <summary>The task. Of one that is malformed nothing may start; and without one there is nothing to plan.</summary>
    public required ParsedTask Task { get; init; }

    /// <summary>When this content was set.</summary>
    public required DateTimeOffset SetTime { get; init; }

    /// <summary>When an option was changed, or a mistake put right, while the content stayed; null where that is not known. For a moment agents' rejections are of what it was before.</summary>
    public DateTimeOffset? ChangeTime { get; init; }

    /// <summary>When the operator cancelled what is cancelled; null where that is not known.</summary>
    public DateTimeOffset? CancelTime { get; init; }

    /// <summary>Every node of the cluster, in any order.</summary>
    public required IReadOnlyCollection<NodeFacts> Nodes { get; init; }

    /// <summary>The newest result of each node, by the node's name, of whatever run.</summary>
    public required IReadOnlyDictionary<string, ResultFacts> Results { get; init; }

    /// <summary>What is granted.</summary>
    public GrantLedger Ledger { get; init; } = GrantLedger.Empty;

    /// <summary>False where what was granted is not known: then nothing more is.</summary>
    public bool CanGrant { get; init; } = true;

    /// <summary>The grants that agents can see, by node: what was taken back counts as long as it is there yet. Empty where that is not known.</summary>
    public IReadOnlyDictionary<string, RunId> Leases { get; init; } = new Dictionary<string, RunId>();
}
