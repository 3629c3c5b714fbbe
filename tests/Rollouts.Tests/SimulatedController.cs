using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

/// <summary>A controller: late in what it sees, slow in what it writes, and now and then suspended, or gone between any two writes; all that it knows then is in the API.</summary>
internal sealed class SimulatedController(SimulatedApi api, Random random)
{
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RenewDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);
    private readonly Queue<(string Node, RunId? Seen, RunId? Run)> _batch = [];
    private GrantLedger? _ledger;
    private int _version;
    private (GrantLedger Ledger, IReadOnlySet<string> Selected)? _wish;
    private DateTimeOffset _suspendedUntil;

    /// <summary>Called when a ledger was written: what was known, what was written.</summary>
    public required Action<RolloutView, RolloutPlan> OnWritten { get; init; }

    public int RefusedWrites { get; private set; }

    /// <summary>When it last said that it leads.</summary>
    public DateTimeOffset RenewedAt { get; private set; }

    /// <summary>How many steps it takes to write a Lease.</summary>
    public int Slowness { get; set; } = 1;

    /// <summary>Forgets everything.</summary>
    public void Crash()
    {
        _ledger = null;
        _wish = null;
        _batch.Clear();
    }

    /// <summary>Begins to lead, with nothing that it knew before.</summary>
    public void Lead(DateTimeOffset now)
    {
        Crash();
        RenewedAt = now;
    }

    /// <summary>Stands still, and goes on where it was.</summary>
    public void Suspend(DateTimeOffset until) => _suspendedUntil = until;

    public bool IsSuspended(DateTimeOffset now) => now < _suspendedUntil;

    /// <summary>A step of the one that leads, or led when it last looked.</summary>
    public void StepLeading(DateTimeOffset now)
    {
        var isInOffice = IsInOffice(now);
        if (isInOffice && now - RenewedAt >= RenewInterval)
            RenewedAt = now;
        Step(now);
        // What went on after a suspension hears then that its time is over.
        if (!isInOffice)
            Crash();
    }

    public void Step(DateTimeOffset now)
    {
        if (_ledger is null)
            (_ledger, _version) = (api.ReadLedger(), api.LedgerVersion);

        var view = api.ViewAsOf(random.Next(4)) with { Ledger = _ledger };
        var plan = RolloutPlanner.Plan(view, now);
        if (ReferenceEquals(plan.Ledger, _ledger))
        {
            Wish(plan);
        }
        else if (api.TryWriteLedger(plan.Ledger, _version, now))
        {
            (_ledger, _version) = (api.ReadLedger(), api.LedgerVersion);
            Assert.Equal(plan.Ledger, _ledger);
            OnWritten(view, plan);
            Wish(plan);
        }
        else
        {
            RefusedWrites++;
            _ledger = null;
        }

        WriteLeases(now);
    }

    private void Wish(RolloutPlan plan) => _wish = (plan.Ledger, plan.Nodes.Select(node => node.Node).ToHashSet());

    /// <summary>What differs is worked through before anything else is looked at; what it is worth by then is asked of each.</summary>
    private void WriteLeases(DateTimeOffset now)
    {
        if (_wish is null)
            return;
        if (_batch.Count == 0)
            Fill();
        while (_batch.Count > 0 && random.Next(Slowness) == 0)
        {
            if (IsCrashing())
                return;
            var (node, seen, run) = _batch.Dequeue();
            if (run is { } given && (!IsWished(node, given) || !IsInOffice(now)))
                continue;
            api.SendLease(node, seen, run, now + TimeSpan.FromSeconds(random.Next((int)CallTimeout.TotalSeconds)));
            if (random.Next(2) == 0)
                return;
        }
    }

    private void Fill()
    {
        foreach (var (node, seen) in api.Leases)
        {
            if (!IsWished(node, seen))
                _batch.Enqueue((node, seen, null));
        }

        foreach (var (node, grant) in _wish!.Value.Ledger.Grants)
        {
            var seen = api.Leases.TryGetValue(node, out var run) ? run : (RunId?)null;
            if (seen != grant.Run && IsWished(node, grant.Run))
                _batch.Enqueue((node, seen, grant.Run));
        }
    }

    private bool IsWished(string node, RunId run) =>
        _wish!.Value.Selected.Contains(node)
        && _wish.Value.Ledger.Grants.TryGetValue(node, out var grant)
        && !grant.IsRevoked
        && grant.Run == run;

    private bool IsInOffice(DateTimeOffset now) => now - RenewedAt < RenewDeadline;

    private bool IsCrashing()
    {
        if (random.Next(200) != 0)
            return false;
        Crash();
        return true;
    }
}
