using NodeTasker.TaskModel.Rollouts;

namespace NodeTasker.Controller.Grants;

/// <summary>What becomes of the grants of a task that has nothing to run any more.</summary>
internal static class LedgerEnd
{
    /// <summary>How long a grant that was taken back may still be in some agent's hands.</summary>
    public static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(10);

    /// <summary>All of them taken back; those for which that was long ago are gone.</summary>
    public static GrantLedger Of(GrantLedger ledger, DateTimeOffset now)
    {
        var left = ledger.Grants.Where(grant => !grant.Value.IsRevoked || now - grant.Value.Time < Aftermath).ToList();
        if (left.Count == ledger.Grants.Count && left.All(grant => grant.Value.IsRevoked) && ledger.Halt is null) return ledger;
        return new GrantLedger(left.ToDictionary(grant => grant.Key, grant => grant.Value.IsRevoked ? grant.Value : grant.Value with { IsRevoked = true, Time = now }, StringComparer.Ordinal), null);
    }

    /// <summary>When the next of them is gone; null when there is none.</summary>
    public static DateTimeOffset? NextOf(GrantLedger ledger) => ledger.Grants.Count == 0 ? null : ledger.Grants.Values.Min(grant => grant.Time) + Aftermath;
}
