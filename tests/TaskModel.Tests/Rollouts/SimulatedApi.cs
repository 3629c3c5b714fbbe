using NodeTasker.TaskModel.Rollouts;

namespace NodeTasker.TaskModel.Tests.Rollouts;

/// <summary>What the API holds in a simulation: everybody reads and writes here, and nowhere else.</summary>
internal sealed class SimulatedApi
{
    private readonly Queue<RolloutView> _past = [];

    public required TaskSpec Task { get; set; }

    public required DateTimeOffset SetTime { get; set; }

    public Dictionary<string, NodeFacts> Nodes { get; } = [];

    public Dictionary<string, ResultFacts> Results { get; } = [];

    public Dictionary<string, RunId> Leases { get; } = [];

    /// <summary>As text, as it is in the ConfigMap.</summary>
    public IReadOnlyDictionary<string, string> Ledger { get; private set; } = new Dictionary<string, string>();

    public int LedgerVersion { get; private set; }

    /// <summary>A conditional write.</summary>
    public bool TryWriteLedger(GrantLedger ledger, int version)
    {
        if (version != LedgerVersion) return false;
        Ledger = LedgerCodec.Encode(ledger);
        LedgerVersion++;
        return true;
    }

    public GrantLedger ReadLedger()
    {
        Assert.True(LedgerCodec.TryDecode(Ledger, out var ledger, out var error), error);
        return ledger;
    }

    /// <summary>What a watch that is up to so many steps late shows.</summary>
    public RolloutView ViewAsOf(int stepsAgo) => stepsAgo == 0 || _past.Count == 0 ? Snapshot() : _past.ElementAt(Math.Max(0, _past.Count - stepsAgo));

    public void EndStep()
    {
        _past.Enqueue(Snapshot());
        while (_past.Count > 4) _past.Dequeue();
    }

    private RolloutView Snapshot() => new()
    {
        Spec = Task,
        SetTime = SetTime,
        Nodes = [.. Nodes.Values],
        Results = Results.ToDictionary(),
        Leases = Leases.ToDictionary(),
    };
}
