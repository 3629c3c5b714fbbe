namespace NodeTasker.Rollouts;

/// <summary>A view, sorted out: who is selected, what they do, which places are taken.</summary>
internal sealed class Rollout
{
    private readonly Dictionary<string, NodeStanding> _all;
    private readonly GrantUpkeep _upkeep;
    private readonly HashSet<string> _selectedNames;

    public Rollout(RolloutView view, bool isBad, DateTimeOffset now)
    {
        Spec = view.Spec;
        var selected = view.Nodes.Where(node => IsSelected(view, node)).OrderBy(node => node.Name, NaturalOrder.Instance).ToList();
        Runs = new ContentRuns(
            Spec,
            view.SetTime,
            selected.Select(node => view.Results.GetValueOrDefault(node.Name)).OfType<ResultFacts>(),
            now
        );
        _all = new(view.Nodes.Count, StringComparer.Ordinal);
        foreach (var node in view.Nodes)
            _all[node.Name] = new NodeStanding(node, view.Results.GetValueOrDefault(node.Name), Runs, Spec, now);
        Selected = selected.ConvertAll(node => _all[node.Name]);
        _selectedNames = selected.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);

        Failures = Selected.Count(node => node.HasFailed);
        MaxFailures = NodeShare.Of(Spec.MaxFailures, Selected.Count);
        Halt = HaltOf(view.Ledger.Halt, now);
        KnownSoak = view.Ledger.Soak is { } soak && Runs.IsOfContent(soak.Run) ? soak : null;
        _upkeep = new GrantUpkeep(Spec, Runs, isBad || Halt is not null, now);
        Grants = new(StringComparer.Ordinal);
        foreach (var (name, grant) in view.Ledger.Grants)
        {
            var isVisible = view.Leases.TryGetValue(name, out var run) && run == grant.Run;
            if (_upkeep.Next(_all.GetValueOrDefault(name), grant, _selectedNames.Contains(name), isVisible) is { } kept)
                Grants[name] = kept;
        }
    }

    public TaskSpec Spec { get; }

    public ContentRuns Runs { get; }

    /// <summary>In natural order of the names.</summary>
    public IReadOnlyList<NodeStanding> Selected { get; }

    public int Failures { get; }

    public int MaxFailures { get; }

    public HaltMark? Halt { get; }

    /// <summary>The soak of this content that was under way before. While nothing can be granted it goes on: a pause or a typo must not make it begin anew.</summary>
    public SoakMark? KnownSoak { get; }

    /// <summary>By node; new ones are added by <see cref="Granting"/>.</summary>
    public Dictionary<string, Grant> Grants { get; }

    /// <summary>Every node of the cluster, selected or not: what still runs takes a place.</summary>
    public IEnumerable<NodeStanding> All => _all.Values;

    /// <summary>How many grants there are whose nodes are not.</summary>
    public int GrantsOfGoneNodes => Grants.Keys.Count(name => !_all.ContainsKey(name));

    /// <summary>Whether a grant takes a place, of whatever run.</summary>
    public bool IsGrantOccupying(NodeStanding node) => Grants.TryGetValue(node.Node.Name, out var grant) && _upkeep.Occupies(node, grant);

    /// <summary>Whether a grant stands in the way of one for <paramref name="run"/>: the same, or one that the node may have begun to use meanwhile.</summary>
    public bool IsGrantInTheWay(NodeStanding node, RunId run) =>
        IsGrantOccupying(node) && Grants[node.Node.Name] is var grant && (grant.Run == run || _upkeep.IsYoung(grant));

    /// <summary>By which the node may start, and has not said that it did; null when there is none.</summary>
    public Grant? GrantOf(NodeStanding node) =>
        Grants.TryGetValue(node.Node.Name, out var grant) && !grant.IsRevoked && node.Current?.Phase is null or RunPhase.Pending
            ? grant
            : null;

    /// <summary>When a grant that the node makes no use of gives up its place; null is never.</summary>
    public DateTimeOffset? FreeAt(NodeStanding node, Grant grant) => _upkeep.FreeAt(node, grant);

    /// <summary>The place that the node takes by its run, or else by its grant; null when it takes none.</summary>
    public HeldPlace? PlaceOf(NodeStanding node) =>
        node.Occupies ? new(node.ForgottenAt)
        : IsGrantOccupying(node) ? new(FreeAt(node, Grants[node.Node.Name]))
        : null;

    public void SetAlarm(Alarm alarm)
    {
        foreach (var (name, grant) in Grants)
        {
            if (_all.TryGetValue(name, out var node))
                alarm.SetFor(_upkeep.FreeAt(node, grant));
            if (node?.Result?.Run != grant.Run)
                alarm.SetFor(GrantUpkeep.SettledAt(grant));
        }

        foreach (var node in _all.Values)
            alarm.SetFor(node.ForgottenAt);
    }

    private static bool IsSelected(RolloutView view, NodeFacts node) =>
        view.Spec.Nodes.Matches(node.Name)
        && view.Spec.NodeSelector.Matches(node.Labels)
        && (view.Spec.NewNodes == NewNodesPolicy.Run || node.CreationTime <= view.SetTime);

    private HaltMark? HaltOf(HaltMark? known, DateTimeOffset now)
    {
        if (known is not null && known.Run == Spec.Run && known.MaxFailures == Spec.MaxFailures && known.Rerun == Spec.Rerun?.Run)
            return known;
        return Failures > MaxFailures ? new HaltMark(Spec.Run, Spec.MaxFailures, Spec.Rerun?.Run, now) : null;
    }
}
