using NodeTasker.TaskModel.Rollouts;

namespace NodeTasker.TaskModel.Tests.Rollouts;

/// <summary>A controller: late in what it sees, and now and then gone between any two writes; all that it knows then is in the API.</summary>
internal sealed class SimulatedController(SimulatedApi api, Random random)
{
    private GrantLedger? _ledger;
    private int _version;

    /// <summary>Called when a ledger was written: what was known, what was written.</summary>
    public required Action<RolloutView, RolloutPlan> OnWritten { get; init; }

    public int RefusedWrites { get; private set; }

    /// <summary>Forgets everything.</summary>
    public void Crash() => _ledger = null;

    public void Step(DateTimeOffset now)
    {
        if (_ledger is null) (_ledger, _version) = (api.ReadLedger(), api.LedgerVersion);

        var view = api.ViewAsOf(random.Next(4)) with { Ledger = _ledger };
        var plan = RolloutPlanner.Plan(view, now);
        if (!ReferenceEquals(plan.Ledger, _ledger))
        {
            if (!api.TryWriteLedger(plan.Ledger, _version))
            {
                RefusedWrites++;
                _ledger = null;
                return;
            }

            (_ledger, _version) = (api.ReadLedger(), api.LedgerVersion);
            Assert.Equal(plan.Ledger, _ledger);
            OnWritten(view, plan);
        }

        Converge(_ledger);
    }

    private void Converge(GrantLedger ledger)
    {
        foreach (var (node, run) in api.Leases.ToList())
        {
            var isGranted = ledger.Grants.TryGetValue(node, out var grant) && !grant.IsRevoked && grant.Run == run;
            var isUsedUp = api.Results.TryGetValue(node, out var result) && result.HasEnded && result.Run == run;
            if (isGranted || isUsedUp) continue;
            if (IsCrashing()) return;
            api.Leases.Remove(node);
        }

        foreach (var (node, grant) in ledger.Grants)
        {
            if (grant.IsRevoked) continue;
            if (IsCrashing()) return;
            // Conditional: whoever is behind does not get past a newer ledger.
            if (_version != api.LedgerVersion) return;
            api.Leases[node] = grant.Run;
        }
    }

    private bool IsCrashing()
    {
        if (random.Next(200) != 0) return false;
        Crash();
        return true;
    }
}
