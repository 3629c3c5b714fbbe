using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

/// <summary>What the API holds in a simulation: everybody reads and writes here, and nowhere else.</summary>
internal sealed class SimulatedApi
{
    private readonly Queue<RolloutView> _past = [];
    private static readonly TimeSpan LongestOnTheWay = TimeSpan.FromSeconds(20);
    private readonly Dictionary<(string Node, RunId Run), DateTimeOffset> _takenBack = [];
    private readonly List<(DateTimeOffset Due, string Node, RunId? Seen, RunId? Run)> _onTheWay = [];

    public required TaskSpec Task { get; set; }

    public required DateTimeOffset SetTime { get; set; }

    public Dictionary<string, NodeFacts> Nodes { get; } = [];

    public Dictionary<string, ResultFacts> Results { get; } = [];

    public Dictionary<string, RunId> Leases { get; } = [];

    /// <summary>As text, as it is in the ConfigMap.</summary>
    public IReadOnlyDictionary<string, string> Ledger { get; private set; } = new Dictionary<string, string>();

    public int LedgerVersion { get; private set; }

    /// <summary>A conditional write.</summary>
    public bool TryWriteLedger(GrantLedger ledger, int version, DateTimeOffset now)
    {
        if (version != LedgerVersion)
            return false;
        foreach (var (node, grant) in ReadLedger().Grants)
        {
            if (!grant.IsRevoked)
                _takenBack[(node, grant.Run)] = now;
        }

        foreach (var (node, grant) in ledger.Grants)
        {
            if (!grant.IsRevoked)
                _takenBack.Remove((node, grant.Run));
        }

        Ledger = LedgerCodec.Encode(ledger);
        LedgerVersion++;
        return true;
    }

    /// <summary>A conditional write, done when it is due, whatever has become of its sender: null for <paramref name="run"/> deletes.</summary>
    public void SendLease(string node, RunId? seen, RunId? run, DateTimeOffset due) => _onTheWay.Add((due, node, seen, run));

    /// <summary>Does what is due. What was under way when it was taken back comes through; nothing that comes later does.</summary>
    public void Deliver(DateTimeOffset now)
    {
        foreach (var (_, node, seen, run) in _onTheWay.Where(write => write.Due <= now))
        {
            var isAsSeen = Leases.TryGetValue(node, out var known) ? known == seen : seen is null;
            // A Lease goes with its Node.
            if (!isAsSeen || !Nodes.ContainsKey(node))
                continue;
            if (run is not { } given)
            {
                Leases.Remove(node);
                continue;
            }

            Assert.True(
                !_takenBack.TryGetValue((node, given), out var since) || now - since < LongestOnTheWay,
                $"{node} is given {given}, which was taken back at {since:T}, at {now:T}"
            );
            Leases[node] = given;
        }

        _onTheWay.RemoveAll(write => write.Due <= now);
    }

    public GrantLedger ReadLedger()
    {
        Assert.True(LedgerCodec.TryDecode(Ledger, out var ledger, out var error), error);
        return ledger;
    }

    /// <summary>What a watch that is up to so many steps late shows.</summary>
    public RolloutView ViewAsOf(int stepsAgo) =>
        stepsAgo == 0 || _past.Count == 0 ? Snapshot() : _past.ElementAt(Math.Max(0, _past.Count - stepsAgo));

    public void EndStep()
    {
        _past.Enqueue(Snapshot());
        while (_past.Count > 4)
            _past.Dequeue();
    }

    private RolloutView Snapshot() =>
        new()
        {
            Task = new ParsedTask.Valid(Task),
            SetTime = SetTime,
            Nodes = [.. Nodes.Values],
            Results = Results.ToDictionary(),
            Leases = Leases.ToDictionary(),
        };
}
