namespace NodeTasker.Rollouts;

/// <summary>One object that answers everything: the content of <c>&lt;task&gt;-results</c>.</summary>
/// <param name="Run">Which run.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Message">Why; null where the status says all.</param>
/// <param name="Nodes">The nodes; when it was read back from an object that would have become too large, only those that are listed there.</param>
/// <param name="Counts">Of all nodes, listed or not.</param>
public sealed record RolloutSummary(RunId Run, RolloutStatus Status, string? Message, IReadOnlyList<NodeProgress> Nodes, PhaseCounts Counts)
{
    /// <summary>When the first node started, by its own clock; null before.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When the last node ended, by its own clock; null before.</summary>
    public DateTimeOffset? CompletionTime { get; init; }

    /// <summary>What <paramref name="plan"/> comes to.</summary>
    public static RolloutSummary Of(RolloutPlan plan) =>
        new(plan.Run, plan.Status, plan.Message, plan.Nodes, PhaseCounts.Of(plan.Nodes))
        {
            StartTime = plan.StartTime,
            CompletionTime = plan.CompletionTime,
        };
}

/// <summary>How many nodes are where; derived from the nodes, never counted along.</summary>
public sealed record PhaseCounts(int Desired, int Pending, int Running, int Succeeded, int Failed, int Cancelled, int Rejected, int Unknown)
{
    /// <summary>Of these nodes.</summary>
    public static PhaseCounts Of(IReadOnlyCollection<NodeProgress> nodes)
    {
        return new(
            nodes.Count,
            In(NodePhase.Pending),
            In(NodePhase.Running),
            In(NodePhase.Succeeded),
            In(NodePhase.Failed),
            In(NodePhase.Cancelled),
            In(NodePhase.Rejected),
            In(NodePhase.Unknown)
        );

        int In(NodePhase phase) => nodes.Count(node => node.Phase == phase);
    }

    /// <summary>"5 nodes: 4 succeeded, 1 failed"; what is none is left out.</summary>
    public override string ToString()
    {
        (int Count, string Word)[] parts =
        [
            (Succeeded, "succeeded"),
            (Failed, "failed"),
            (Cancelled, "cancelled"),
            (Rejected, "rejected"),
            (Running, "running"),
            (Pending, "pending"),
            (Unknown, "unknown"),
        ];
        var counted = parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Word}").ToList();
        var all = Desired == 1 ? "1 node" : $"{Desired} nodes";
        return counted.Count == 0 ? all : $"{all}: {string.Join(", ", counted)}";
    }
}
