using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

/// <summary>A cluster over time: agents, two controllers of which each may take the other's place at any moment, and an operator who changes everything.</summary>
internal sealed class Simulation
{
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(15);
    private readonly Random _random;
    private readonly SimulatedApi _api;
    private readonly Dictionary<string, SimulatedAgent> _agents = [];
    private readonly SimulatedController[] _controllers;
    private readonly HashSet<HaltMark> _halts = [];
    private int _leader;
    private int _joined;

    public Simulation(int seed, params (string Key, string Value)[] keys)
    {
        _random = new Random(seed);
        _api = new() { Task = Tasks.Valid(Tasks.With([("timeout", "2m"), .. keys])), SetTime = RolloutScene.Start };
        _controllers = [new(_api, _random) { OnWritten = Check }, new(_api, _random) { OnWritten = Check }];
    }

    public DateTimeOffset Now { get; private set; } = RolloutScene.Start;

    public int Grants { get; private set; }

    public int Starts => _agents.Values.Sum(agent => agent.Starts);

    public int MostRunning { get; private set; }

    public int RefusedWrites => _controllers.Sum(controller => controller.RefusedWrites);

    public int Halts => _halts.Count;

    public int FailureRate { get; set; }

    public SimulatedApi Api => _api;

    public IReadOnlyCollection<SimulatedAgent> Agents => _agents.Values;

    public void Join(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var name = $"n-{++_joined}";
            _api.Nodes[name] = new(name, $"uid-{_joined}", new Dictionary<string, string>(), NodeReadiness.Ready, Now, Now);
            _agents[name] = new SimulatedAgent(name, _api, _random) { FailureRate = FailureRate };
        }
    }

    public void Leave(string name)
    {
        _api.Nodes.Remove(name);
        _api.Results.Remove(name);
        _api.Leases.Remove(name);
        _agents.Remove(name);
    }

    public void Run(int steps, CancellationToken cancellationToken, Action? disturb = null)
    {
        for (var step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Now += TimeSpan.FromSeconds(1);
            disturb?.Invoke();
            foreach (var agent in _agents.Values)
                agent.Step(Now);
            StepControllers();
            _api.Deliver(Now);
            CheckThatAllIsAccountedFor();
            _api.EndStep();
        }
    }

    /// <summary>The API server takes a Lease in so many steps.</summary>
    public void Slow(int steps)
    {
        foreach (var controller in _controllers)
            controller.Slowness = steps;
    }

    public void Select(string nodes)
    {
        Assert.True(NodeNames.TryParse(nodes, out var names, out var error), error);
        _api.Task = _api.Task with { Nodes = names };
    }

    private void StepControllers()
    {
        var (leader, standby) = (_controllers[_leader], _controllers[1 - _leader]);
        if (_random.Next(100) == 0)
            leader.Crash();
        if (_random.Next(200) == 0)
            leader.Suspend(Now + TimeSpan.FromSeconds(_random.Next(300)));
        if (leader.IsSuspended(Now) ? Now - leader.RenewedAt >= LeaseDuration : _random.Next(100) == 0)
        {
            // One that stops hands over at once; one that is not heard of knows nothing of it.
            if (!leader.IsSuspended(Now))
                leader.Crash();
            standby.Lead(Now);
            standby.Suspend(Now);
            _leader = 1 - _leader;
            (leader, standby) = (standby, leader);
        }

        if (!leader.IsSuspended(Now))
        {
            leader.StepLeading(Now);
            // What ended by its own clock and was not replaced yet begins anew.
            if (leader.RenewedAt + LeaseDuration < Now)
                leader.Lead(Now);
        }

        // For a moment both believe that they lead.
        if (!standby.IsSuspended(Now) && _random.Next(50) == 0)
            standby.StepLeading(Now);
    }

    /// <summary>Something that happens in clusters.</summary>
    public void Disturb()
    {
        var task = _api.Task;
        var some = _agents.Count == 0 ? null : _agents.Values.ElementAt(_random.Next(_agents.Count));
        switch (_random.Next(400))
        {
            case 0:
                Join(_random.Next(1, 4));
                break;
            case 1 when some is not null:
                Leave(some.Name);
                break;
            case 2 or 3 or 4 when some is { IsCutOff: false }:
                some.CutOff(Now);
                break;
            case 5 or 6 or 7 or 8 or 9 or 10 when some is { IsCutOff: true }:
                some.Reconnect(Now);
                break;
            case 11:
                _api.Task = task with { Paused = true };
                break;
            case 12 or 13 or 14:
                _api.Task = task with { Paused = false };
                break;
            case 15:
                _api.Task = task with { MaxFailures = new(_random.Next(6), false) };
                break;
            case 16:
                _api.Task = task with { MaxFailures = new(_random.Next(101), true) };
                break;
            case 17:
                _api.Task = task with { Parallelism = new(_random.Next(1, 6), false) };
                break;
            case 18:
                _api.Task = task with { Parallelism = new(_random.Next(1, 100), true) };
                break;
            case 19 or 20:
                _api.Task = task with { Rerun = Rerun.Of(task.Run, Now), Cancelled = null };
                break;
            case 21:
                Select(_random.Next(2) == 0 ? "*" : "*[0-5]");
                break;
            case 22:
                Replace();
                break;
            case 23:
                _api.Task = task with { ConcurrencyPolicy = (ConcurrencyPolicy)_random.Next(2) };
                break;
            case 24:
                _api.Task = task with
                {
                    Waves = _random.Next(2) == 0 ? [] : [new(1, false), new(30, true)],
                    Soak = TimeSpan.FromSeconds(_random.Next(60)),
                };
                break;
            case 25:
                _api.Task = task with { NewNodes = (NewNodesPolicy)_random.Next(2) };
                break;
            case 26 when _random.Next(3) == 0:
                _api.Task = task with { Cancelled = task.Run };
                break;
            case 27 or 28 or 29 or 30 or 31 when some is { IsCutOff: false }:
                some.CutOffUnseen(Now);
                break;
            case 32:
                Slow(_random.Next(1, 60));
                break;
            case 33:
                Slow(1);
                break;
        }
    }

    /// <summary>Everybody is there, and the operator lets it go on.</summary>
    public void CalmDown()
    {
        Slow(1);
        foreach (var agent in _agents.Values)
        {
            agent.FailureRate = 0;
            if (agent.IsCutOff)
                agent.Reconnect(Now);
        }

        _api.Task = _api.Task with { Paused = false, MaxFailures = CountOrPercent.All, Cancelled = null };
    }

    public void Replace()
    {
        var task = Tasks.Valid(Tasks.With(("nonce", $"{_random.Next()}")));
        _api.Task = _api.Task with { Run = task.Run, Rerun = null, Cancelled = null };
        _api.SetTime = Now;
    }

    /// <summary>What was just granted was allowed, by all that was known; and the plan is one that anybody would make again.</summary>
    private void Check(RolloutView view, RolloutPlan plan)
    {
        var added = plan
            .Ledger.Grants.Where(grant =>
                !grant.Value.IsRevoked && view.Ledger.Grants.GetValueOrDefault(grant.Key) != grant.Value && grant.Value.Time == Now
            )
            .ToList();
        Grants += added.Count;
        if (plan.Ledger.Halt is { } halt)
            _halts.Add(halt);
        CheckThatItIsPure(view, plan);
        if (added.Count == 0)
            return;

        var spec = SpecOf(view);
        Assert.False(spec.Paused, "granted while paused");
        Assert.DoesNotContain(_halts, known => known == plan.Ledger.Halt);
        Assert.True(FailuresIn(view, plan) <= MostFailures(spec, plan.Nodes.Count), "granted though too many failed");
        Assert.All(added, grant => Assert.Contains(plan.Nodes, node => node.Node == grant.Key));

        // What really runs, known or not, and what may: but what is to be replaced doesn't count, as it ends before the new one starts.
        bool Counts(RunId run) =>
            spec.ConcurrencyPolicy == ConcurrencyPolicy.Wait || run.Value.StartsWith(spec.Run.Value, StringComparison.Ordinal);
        var taken = _agents
            .Values.Where(agent => agent.Running is { } run && Counts(run))
            .Select(agent => agent.Name)
            .Union(plan.Ledger.Grants.Where(grant => !grant.Value.IsRevoked && Counts(grant.Value.Run)).Select(grant => grant.Key))
            .Count();
        var limit = spec.Parallelism.IsPercent ? Math.Max(1, spec.Parallelism.Value * plan.Nodes.Count / 100) : spec.Parallelism.Value;
        Assert.True(taken <= limit || spec.Parallelism == CountOrPercent.All, $"{taken} places taken of {limit} at {Now:T}");
    }

    private void CheckThatItIsPure(RolloutView view, RolloutPlan plan)
    {
        var shuffled = view with
        {
            Nodes = [.. view.Nodes.OrderBy(_ => _random.Next())],
            Results = view.Results.OrderBy(_ => _random.Next()).ToDictionary(),
            Ledger = view.Ledger with { Grants = view.Ledger.Grants.OrderBy(_ => _random.Next()).ToDictionary() },
        };
        var same = RolloutPlanner.Plan(shuffled, Now);
        Assert.Equal(plan.Nodes, same.Nodes);
        Assert.Equal(plan with { Nodes = same.Nodes }, same);

        var again = RolloutPlanner.Plan(view with { Ledger = plan.Ledger }, Now);
        Assert.Same(plan.Ledger, again.Ledger);
        Assert.Equal(plan.Nodes, again.Nodes);
        Assert.Equal((plan.Status, plan.Message, plan.Wake), (again.Status, again.Message, again.Wake));
    }

    private static int FailuresIn(RolloutView view, RolloutPlan plan) =>
        plan.Nodes.Count(node =>
            node.Phase is NodePhase.Failed or NodePhase.Unknown || (node.Phase == NodePhase.Cancelled && SpecOf(view).Cancelled is null)
        );

    private static TaskSpec SpecOf(RolloutView view) => Assert.IsType<ParsedTask.Valid>(view.Task).Spec;

    private static int MostFailures(TaskSpec spec, int nodes) =>
        spec.MaxFailures.IsPercent ? spec.MaxFailures.Value * nodes / 100 : spec.MaxFailures.Value;

    /// <summary>Whatever runs has a place: by its result, or by its grant.</summary>
    private void CheckThatAllIsAccountedFor()
    {
        var ledger = _api.ReadLedger();
        var running = _agents.Values.Where(agent => agent.Running is not null).ToList();
        MostRunning = Math.Max(MostRunning, running.Count);
        foreach (var agent in running)
        {
            var isKnown =
                (_api.Results.TryGetValue(agent.Name, out var result) && result.Phase == RunPhase.Running)
                || ledger.Grants.ContainsKey(agent.Name);
            Assert.True(isKnown || !_api.Task.IsGated || agent.IsCutOff, $"{agent.Name} runs {agent.Running} and has no place at {Now:T}");
        }
    }
}
