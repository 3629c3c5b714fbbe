namespace NodeTasker.Rollouts;

/// <summary>The places that nodes take while they run, or may.</summary>
internal sealed class Places
{
    private readonly Rollout _rollout;
    private readonly int _limit;
    private int _taken;
    private int _takenByContent;

    public Places(Rollout rollout, int limit)
    {
        (_rollout, _limit) = (rollout, limit);
        _taken = _takenByContent = rollout.GrantsOfGoneNodes;
        foreach (var node in rollout.All)
        {
            if (IsTaken(node))
                _taken++;
            if (IsTakenByContent(node))
                _takenByContent++;
        }
    }

    /// <summary>Takes one for a node that has none; a node that has one already keeps it, unless too many are taken.</summary>
    public bool TryTake(NodeStanding node)
    {
        var isTaken = IsTaken(node);
        // A run that is to be replaced ends by the grant, so that what it takes can't be what the grant waits for.
        var isFree =
            node.IsOlderRunning ? _takenByContent < _limit
            : isTaken ? _taken <= _limit
            : _taken < _limit;
        if (!isFree)
            return false;
        if (!isTaken)
            _taken++;
        if (!IsTakenByContent(node))
            _takenByContent++;
        return true;
    }

    private bool IsTaken(NodeStanding node) => node.Occupies || _rollout.IsGrantOccupying(node);

    private bool IsTakenByContent(NodeStanding node) =>
        (node.Occupies && !node.IsOlderRunning)
        || (_rollout.IsGrantOccupying(node) && _rollout.Runs.IsOfContent(_rollout.Grants[node.Node.Name].Run));
}
