namespace NodeTasker.TaskModel.Rollouts;

/// <summary>Who of those that ask may start now.</summary>
internal static class Granting
{
    /// <summary>Adds the grants; returns the gate that the waves are.</summary>
    public static WaveGate Grant(Rollout rollout, DateTimeOffset now)
    {
        var gate = GateOf(rollout, now);
        var limit = NodeShare.Places(rollout.Spec.Parallelism, rollout.Selected.Count);
        var places = new Places(rollout, limit);
        var budget = gate.Budget;
        foreach (var (node, run) in Candidates(rollout))
        {
            var isFurther = !rollout.Runs.IsBoot(run) && !HasStarted(rollout, node);
            if ((isFurther && budget == 0) || !places.TryTake(node)) continue;
            if (isFurther) budget--;
            rollout.Grants[node.Node.Name] = new Grant(run, now);
        }

        return gate;
    }

    private static WaveGate GateOf(Rollout rollout, DateTimeOffset now)
    {
        var started = rollout.Selected.Where(node => HasStarted(rollout, node)).ToList();
        var areAllEnded = !started.Exists(node => !node.IsBoot && (node.Occupies || rollout.IsGrantOccupying(node)));
        var lastEnd = started.Where(node => !node.IsBoot).Max(node => node.Current?.CompletionTime);
        return WaveGate.Of(rollout.Spec, rollout.Selected.Count, started.Count, areAllEnded, lastEnd, now);
    }

    /// <summary>A grant that was taken back counts as long as it may have been made use of.</summary>
    private static bool HasStarted(Rollout rollout, NodeStanding node) => node.HasStarted || rollout.IsGrantOccupying(node);

    /// <summary>In the order of their turns: nodes that are not Ready, and those that made no use of a grant, last.</summary>
    private static IEnumerable<(NodeStanding Node, RunId Run)> Candidates(Rollout rollout)
    {
        return rollout.Selected
            .Where(IsWaiting)
            .OrderBy(node => node.Node.Readiness)
            .ThenBy(node => rollout.Grants.ContainsKey(node.Node.Name))
            .Select(node => (node, node.Asked!.Value));

        // Nobody knows whether a node that can't be reached still waits; it would hold its place for long.
        bool IsWaiting(NodeStanding node) =>
            node.Asked is { } run
            && !node.IsUnreachable
            && !rollout.Runs.IsCancelled(run)
            && !(rollout.Grants.TryGetValue(node.Node.Name, out var grant) && !grant.IsRevoked && grant.Run == run);
    }
}
