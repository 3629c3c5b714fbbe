namespace NodeTasker.Rollouts;

/// <summary>Who of those that ask may start now.</summary>
internal static class Granting
{
    /// <summary>The rollout with these grants, and the gate that the waves are then.</summary>
    public static (Rollout Rollout, WaveGate Gate) Grant(Rollout rollout, TaskSpec spec, DateTimeOffset now)
    {
        var gate = GateOf(rollout, spec, now);
        var places = new Places(rollout, NodeShare.Places(spec.Parallelism, rollout.Selected.Count));
        var given = new Dictionary<string, Grant>(StringComparer.Ordinal);
        var budget = gate.Budget;
        var room = TaskObject.MaxBytes - rollout.Grants.Sum(grant => LedgerCodec.SizeOf(grant.Key, grant.Value));
        foreach (var (node, run) in Candidates(rollout))
        {
            var isFurther = !rollout.Runs.IsBoot(run) && !HasStarted(rollout, node);
            var grant = new Grant(run, now);
            // What can't be written down can't be granted.
            var size = LedgerCodec.SizeOf(node.Node.Name, grant);
            if (size > room || (isFurther && budget == 0) || !places.TryTake(node))
                continue;
            room -= size;
            if (isFurther)
                budget--;
            given[node.Node.Name] = grant;
        }

        if (given.Count == 0)
            return (rollout, gate);
        var granted = rollout.With(given);
        return (granted, budget < gate.Budget ? GateOf(granted, spec, now) : gate);
    }

    private static WaveGate GateOf(Rollout rollout, TaskSpec spec, DateTimeOffset now)
    {
        var started = rollout.Selected.Where(node => HasStarted(rollout, node)).ToList();
        var areAllEnded = !started.Exists(node => !node.IsBoot && (node.Occupies || rollout.IsGrantOccupying(node)));
        return WaveGate.Of(spec, rollout.Runs.Current, rollout.Selected.Count, started.Count, areAllEnded, rollout.KnownSoak, now);
    }

    /// <summary>A grant that was taken back counts as long as it may have been made use of.</summary>
    private static bool HasStarted(Rollout rollout, NodeStanding node) => node.HasStarted || rollout.IsGrantOccupying(node);

    /// <summary>In the order of their turns: nodes that are not Ready, and those that made no use of a grant, last.</summary>
    private static IEnumerable<(NodeStanding Node, RunId Run)> Candidates(Rollout rollout)
    {
        return rollout
            .Selected.Where(IsWaiting)
            .OrderBy(node => node.Node.Readiness)
            .ThenBy(node => rollout.Grants.ContainsKey(node.Node.Name))
            .Select(node => (node, node.Asked!.Value));

        // Nobody knows whether a node that can't be reached still waits; it would hold its place for long. And what was taken back is not given
        // again before it has settled, or one that makes no use of it would hold the place for ever.
        bool IsWaiting(NodeStanding node) =>
            node.Asked is { } run && !node.IsUnreachable && !rollout.Runs.IsCancelled(run) && !rollout.IsGrantInTheWay(node, run);
    }
}
