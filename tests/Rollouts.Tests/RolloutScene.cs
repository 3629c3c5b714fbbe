using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

/// <summary>A cluster in one moment, as a planner sees it; the methods change it, and nothing else does.</summary>
internal sealed class RolloutScene
{
    private readonly Dictionary<string, NodeFacts> _nodes = [];
    private readonly Dictionary<string, ResultFacts> _results = [];

    public RolloutScene(params (string Key, string Value)[] keys)
    {
        Document = Tasks.With(keys);
        Spec = Tasks.Valid(Document);
    }

    public static DateTimeOffset Start { get; } = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    public TaskDocument Document { get; }

    public TaskSpec Spec { get; set; }

    public DateTimeOffset SetTime { get; set; } = Start;

    public DateTimeOffset? CancelTime { get; set; }

    public DateTimeOffset? ChangeTime { get; set; }

    public DateTimeOffset Now { get; set; } = Start + TimeSpan.FromMinutes(1);

    public GrantLedger Ledger { get; set; } = GrantLedger.Empty;

    public RunId Run => Spec.Run;

    public RunId OlderRun { get; } = new("00000000abcd");

    public RolloutView View =>
        new()
        {
            Task = new ParsedTask.Valid(Spec),
            SetTime = SetTime,
            CancelTime = CancelTime,
            ChangeTime = ChangeTime,
            Nodes = _nodes.Values,
            Results = _results,
            Ledger = Ledger,
            Leases = Leases,
        };

    /// <summary>The grants that agents can see.</summary>
    public Dictionary<string, RunId> Leases { get; } = [];

    /// <summary>The plan, whose ledger is the scene's from now on.</summary>
    public RolloutPlan Plan()
    {
        var plan = RolloutPlanner.Plan(View, Now);
        Ledger = plan.Ledger;
        return plan;
    }

    /// <summary>The plan while an option is misspelt; the scene stays as it is.</summary>
    public RolloutPlan PlanMalformed() =>
        RolloutPlanner.Plan(View with { Task = new ParsedTask.Bad(Run, [new("timout", "unknown key 'timout'")]) }, Now);

    public string LineOf(string node) =>
        SummaryLine.Of(Assert.Single(RolloutPlanner.Plan(View, Now).Nodes, line => line.Node == node), Now);

    /// <summary>The nodes that the plan grants the content's run, a slot of it, or whatever else.</summary>
    public string Granted() =>
        string.Join(
            ' ',
            Plan().Ledger.Grants.Where(grant => !grant.Value.IsRevoked).Select(grant => grant.Key).Order(NaturalOrder.Instance)
        );

    public RolloutScene After(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public RolloutScene WithNode(
        string name,
        NodeReadiness readiness = NodeReadiness.Ready,
        DateTimeOffset? since = null,
        DateTimeOffset? created = null,
        params (string Key, string Value)[] labels
    )
    {
        _nodes[name] = NodeFacts.Of(
            name,
            $"uid-{name}",
            labels.ToDictionary(label => label.Key, label => label.Value),
            (
                readiness switch
                {
                    NodeReadiness.Ready => "True",
                    NodeReadiness.NotReady => "False",
                    _ => "Unknown",
                },
                since ?? Start.AddDays(-1)
            ),
            created ?? Start.AddDays(-1)
        );
        return this;
    }

    public RolloutScene WithoutNode(string name)
    {
        _nodes.Remove(name);
        _results.Remove(name);
        return this;
    }

    /// <summary>So many nodes, <c>n-1</c> and on, all of which ask.</summary>
    public RolloutScene WithAsking(int count, int from = 1)
    {
        for (var number = from; number < from + count; number++)
            WithNode($"n-{number}").Asks($"n-{number}");
        return this;
    }

    public RolloutScene Asks(string node, RunId? run = null) => Has(node, new() { Run = run ?? Run, Phase = RunPhase.Pending });

    public RolloutScene Runs(string node, RunId? run = null, DateTimeOffset? since = null, int attempt = 1) =>
        Has(
            node,
            new()
            {
                Run = run ?? Run,
                Phase = RunPhase.Running,
                Attempt = attempt,
                StartTime = since ?? Now,
            }
        );

    public RolloutScene Succeeds(string node, RunId? run = null) => Ends(node, RunPhase.Succeeded, run);

    public RolloutScene Fails(string node, RunId? run = null) => Ends(node, RunPhase.Failed, run);

    public RolloutScene Ends(string node, RunPhase phase, RunId? run = null, DateTimeOffset? at = null) =>
        Has(
            node,
            new()
            {
                Run = run ?? Run,
                Phase = phase,
                Reason = phase == RunPhase.Failed ? FailureReason.NonZeroExit : null,
                ExitCode = phase switch
                {
                    RunPhase.Succeeded => 0,
                    RunPhase.Failed => 3,
                    _ => null,
                },
                Attempt = 1,
                StartTime = (at ?? Now) - TimeSpan.FromMilliseconds(1_204),
                CompletionTime = at ?? Now,
                Duration = TimeSpan.FromMilliseconds(1_204),
            }
        );

    public RolloutScene Has(string node, ResultFacts result)
    {
        _results[node] = result;
        return this;
    }

    public RolloutScene HasNoResult(string node)
    {
        _results.Remove(node);
        return this;
    }

    public RolloutScene WithGrant(string node, RunId? run = null, bool isRevoked = false, DateTimeOffset? at = null)
    {
        Ledger = Ledger with { Grants = Ledger.Grants.Append(new(node, new Grant(run ?? Run, at ?? Now, isRevoked))).ToDictionary() };
        return this;
    }
}
