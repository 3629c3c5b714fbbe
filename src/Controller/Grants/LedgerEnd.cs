using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Rollouts;

namespace NodeTasker.Controller.Grants;

/// <summary>What becomes of the grants of a task that has nothing to run any more.</summary>
internal static class LedgerEnd
{
    /// <summary>How long a grant that was taken back may still be in some agent's hands.</summary>
    public static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(10);

    /// <summary>All of them taken back; those that no agent can have seen for a while are gone.</summary>
    /// <param name="ledger">As it is.</param>
    /// <param name="leases">The runs that agents see as granted, by node: a grant counts as long as its Lease is there.</param>
    /// <param name="now">The time.</param>
    public static GrantLedger Of(GrantLedger ledger, IReadOnlyDictionary<string, RunId> leases, DateTimeOffset now)
    {
        var left = new Dictionary<string, Grant>(StringComparer.Ordinal);
        foreach (var (node, grant) in ledger.Grants)
        {
            var isVisible = leases.TryGetValue(node, out var run) && run == grant.Run;
            var taken = grant.IsRevoked && !isVisible ? grant : grant with { IsRevoked = true, Time = now };
            if (now - taken.Time < Aftermath) left[node] = taken;
        }

        var end = new GrantLedger(left, null);
        return end.Equals(ledger) ? ledger : end;
    }

    /// <summary>When the next of them is gone; null when there is none.</summary>
    public static DateTimeOffset? NextOf(GrantLedger ledger) => ledger.Grants.Count == 0 ? null : ledger.Grants.Values.Min(grant => grant.Time) + Aftermath;
}
