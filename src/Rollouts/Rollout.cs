namespace NodeTasker.Rollouts;

/// <summary>A view, sorted out: who is selected, what they do, which places are taken.</summary>
internal sealed record Rollout
{
    private readonly Dictionary<string, NodeStanding> _all;
    private readonly GrantUpkeep _upkeep;
    private readonly HashSet<string> _selectedNames;

    public Rollout(RolloutView view, RunId content, TaskSpec? spec, DateTimeOffset now)
    {
        var meant = view.Nodes.Where(node => IsSelected(node, spec, view.SetTime)).ToList();
        WithoutAgent = meant.Count(node => !node.CanHaveAgent);
        var selected = meant.Where(node => node.CanHaveAgent).OrderBy(node => node.Name, NaturalOrder.Instance).ToList();
        Runs = new ContentRuns(
            content,
            spec,
            view.SetTime,
            view.ChangeTime,
            selected.Select(node => view.Results.GetValueOrDefault(node.Name)).OfType<ResultFacts>(),
            now
        );
        _all = new(view.Nodes.Count, StringComparer.Ordinal);
        foreach (var node in view.Nodes)
            _all[node.Name] = new NodeStanding(node, view.Results.GetValueOrDefault(node.Name), Runs, spec, now);
        Selected = selected.ConvertAll(node => _all[node.Name]);
        _selectedNames = selected.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);

        Failures = Selected.Count(node => node.HasFailed);
        Halt = HaltOf(view.Ledger.Halt, content, spec, now);
        KnownSoak = view.Ledger.Soak is { } soak && Runs.IsOfContent(soak.Run) ? soak : null;
        _upkeep = new GrantUpkeep(spec, Runs, spec is null || Halt is not null, now);
        var grants = new Dictionary<string, Grant>(StringComparer.Ordinal);
        foreach (var (name, grant) in view.Ledger.Grants)
        {
            var isVisible = view.Leases.TryGetValue(name, out var run) && run == grant.Run;
            if (_upkeep.Next(_all.GetValueOrDefault(name), grant, _selectedNames.Contains(name), isVisible) is { } kept)
                grants[name] = kept;
        }

        Grants = grants;
    }

    public ContentRuns Runs { get; }

    /// <summary>In natural order of the names.</summary>
    public IReadOnlyList<NodeStanding> Selected { get; }

    /// <summary>How many more the task means that can have no agent: nothing is expected of them.</summary>
    public int WithoutAgent { get; }

    public int Failures { get; }

    public HaltMark? Halt { get; }

    /// <summary>The soak of this content that was under way before. While nothing can be granted it goes on: a pause or a typo must not make it begin anew.</summary>
    public SoakMark? KnownSoak { get; }

    /// <summary>By node.</summary>
    public IReadOnlyDictionary<string, Grant> Grants { get; private init; }

    /// <summary>Every node of the cluster, selected or not: what still runs takes a place.</summary>
    public IEnumerable<NodeStanding> All => _all.Values;

    /// <summary>How many grants there are whose nodes are not.</summary>
    public int GrantsOfGoneNodes => Grants.Keys.Count(name => !_all.ContainsKey(name));

    /// <summary>With these grants beside those that it has, or in their places.</summary>
    public Rollout With(IReadOnlyDictionary<string, Grant> given) =>
        this with
        {
            Grants = Grants.Where(grant => !given.ContainsKey(grant.Key)).Concat(given).ToDictionary(StringComparer.Ordinal),
        };

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

    private static bool IsSelected(NodeFacts node, TaskSpec? spec, DateTimeOffset setTime) =>
        spec is null
        || (
            spec.Nodes.Matches(node.Name)
            && spec.NodeSelector.Matches(node.Labels)
            && (spec.NewNodes == NewNodesPolicy.Run || node.CreationTime <= setTime)
        );

    private HaltMark? HaltOf(HaltMark? known, RunId content, TaskSpec? spec, DateTimeOffset now)
    {
        // A slip in an option that is put right is no word to go on.
        if (spec is null)
            return known?.Run == content ? known : null;
        if (known is not null && known.Run == content && known.MaxFailures == spec.MaxFailures && known.Rerun == spec.Rerun?.Run)
            return known;
        var isExceeded = Failures > NodeShare.Of(spec.MaxFailures, Selected.Count);
        return isExceeded ? new HaltMark(content, spec.MaxFailures, spec.Rerun?.Run, now) : null;
    }
}
