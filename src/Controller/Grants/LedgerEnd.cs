using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Grants;

/// <summary>What becomes of the grants of a task that has nothing to run any more.</summary>
internal static class LedgerEnd
{
    /// <summary>All of them taken back, to count for the next task of this name; those are gone by which nothing can have started unheard.</summary>
    /// <param name="ledger">As it is.</param>
    /// <param name="leases">The runs that agents see as granted, by node: a grant counts as long as its Lease is there.</param>
    /// <param name="results">The newest result of each node.</param>
    /// <param name="now">The time.</param>
    public static GrantLedger Of(
        GrantLedger ledger,
        IReadOnlyDictionary<string, RunId> leases,
        IReadOnlyDictionary<string, ResultFacts> results,
        DateTimeOffset now
    )
    {
        var left = new Dictionary<string, Grant>(StringComparer.Ordinal);
        foreach (var (node, grant) in ledger.Grants)
        {
            var isVisible = leases.TryGetValue(node, out var run) && run == grant.Run;
            // What runs, or has ended, counts by its result.
            if (!isVisible && results.TryGetValue(node, out var result) && result.Run == grant.Run && result.Phase != RunPhase.Pending)
                continue;
            var taken = grant.IsRevoked && !isVisible ? grant : grant with { IsRevoked = true, Time = now };
            if (now - taken.Time < Grant.LongestSilence)
                left[node] = taken;
        }

        var end = new GrantLedger(left, null);
        return end.Equals(ledger) ? ledger : end;
    }

    /// <summary>When the next of them is gone; null when there is none.</summary>
    public static DateTimeOffset? NextOf(GrantLedger ledger) =>
        ledger.Grants.Count == 0 ? null : ledger.Grants.Values.Min(grant => grant.Time) + Grant.LongestSilence;
}
