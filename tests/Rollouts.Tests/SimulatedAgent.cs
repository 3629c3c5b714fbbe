using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

/// <summary>A node with its agent: hears of things late, says things late, and now and then isn't there.</summary>
/// <remarks>
/// A node that is cut off turns Unreachable at once. While it is not, it hears of everything within three seconds and says everything within
/// two; after it was cut off, within a minute. An agent may be cut off for half a minute though its node is not, or only its
/// writes may be refused; within a minute after that it is as it was. That is what the planner's margins are made for.
/// </remarks>
internal sealed class SimulatedAgent(string name, SimulatedApi api, Random random)
{
    private readonly Dictionary<string, ResultFacts> _journal = [];
    private ResultFacts? _unsaid;
    private ResultFacts? _running;
    private DateTimeOffset _end;
    private TaskSpec? _task;
    private RunId? _lease;
    private int _deafness;
    private int _muteness;
    private DateTimeOffset _deafUntil;
    private DateTimeOffset _muteUntil;

    public string Name => name;

    /// <summary>The run whose script really runs on the node now, whoever knows.</summary>
    public RunId? Running => _running?.Run;

    /// <summary>How many runs were started.</summary>
    public int Starts { get; private set; }

    public bool IsCutOff { get; private set; }

    /// <summary>How many of a hundred runs fail.</summary>
    public int FailureRate { get; set; }

    public void CutOff(DateTimeOffset now)
    {
        IsCutOff = true;
        api.Nodes[name] = api.Nodes[name] with { Readiness = NodeReadiness.Unreachable, ReadinessTime = now };
    }

    public void Reconnect(DateTimeOffset now)
    {
        IsCutOff = false;
        api.Nodes[name] = api.Nodes[name] with { Readiness = NodeReadiness.Ready, ReadinessTime = now };
        (_deafness, _muteness) = (random.Next(60), random.Next(60));
    }

    /// <summary>The agent alone is cut off: its Node stays as it is.</summary>
    public void CutOffUnseen(DateTimeOffset now)
    {
        _muteUntil = now + TimeSpan.FromSeconds(random.Next(30));
        _muteness = random.Next(50);
        if (random.Next(2) == 0)
            (_deafUntil, _deafness) = (_muteUntil, random.Next(50));
    }

    public void Step(DateTimeOffset now)
    {
        if (!IsCutOff && now >= _deafUntil && --_deafness < 0)
            Listen();
        EndRun(now);
        Decide(now);
        if (!IsCutOff && now >= _muteUntil && --_muteness < 0)
            Say();
    }

    private void Listen()
    {
        _task = api.Task;
        _lease = api.Leases.TryGetValue(name, out var run) ? run : null;
        _deafness = random.Next(3);
    }

    private void Say()
    {
        if (_unsaid is not null)
            api.Results[name] = _unsaid;
        _unsaid = null;
        _muteness = random.Next(2);
    }

    private void EndRun(DateTimeOffset now)
    {
        if (_running is null || now < _end)
            return;
        var hasFailed = random.Next(100) < FailureRate;
        Conclude(_running with { Phase = hasFailed ? RunPhase.Failed : RunPhase.Succeeded, CompletionTime = now });
        _running = null;
    }

    private void Decide(DateTimeOffset now)
    {
        if (_task is not { } task || !IsSelected(task))
            return;
        var wanted = WantedRun(task);
        if (_running is not null)
        {
            var isReplaced =
                task.ConcurrencyPolicy == ConcurrencyPolicy.Replace
                && _running.Run != wanted
                && !_journal.ContainsKey(wanted.Value)
                && MayStart(task, wanted);
            if (!isReplaced && task.Cancelled != _running.Run)
                return;
            Conclude(_running with { Phase = RunPhase.Cancelled, CompletionTime = now });
            _running = null;
        }
        else if (_journal.TryGetValue(wanted.Value, out var done))
        {
            if (api.Results.GetValueOrDefault(name) != done)
                _unsaid = done;
        }
        else if (task.Cancelled is { } cancelled && wanted.IsOf(cancelled))
        {
            Conclude(
                new()
                {
                    Run = wanted,
                    Phase = RunPhase.Cancelled,
                    CompletionTime = now,
                }
            );
        }
        else if (MayStart(task, wanted))
        {
            Start(wanted, now);
        }
        else
        {
            _unsaid = new() { Run = wanted, Phase = RunPhase.Pending };
        }
    }

    private bool MayStart(TaskSpec task, RunId wanted) => !task.Paused && (!task.IsGated || _lease == wanted);

    private void Start(RunId run, DateTimeOffset now)
    {
        Starts++;
        _running = new()
        {
            Run = run,
            Phase = RunPhase.Running,
            Attempt = 1,
            StartTime = now,
        };
        _end = now + TimeSpan.FromSeconds(random.Next(1, 100));
        _unsaid = _running;
    }

    private void Conclude(ResultFacts result)
    {
        Assert.False(_journal.ContainsKey(result.Run.Value), $"{name} ran {result.Run} twice");
        _journal[result.Run.Value] = result;
        _unsaid = result;
    }

    private bool IsSelected(TaskSpec task) => task.Nodes.Matches(name);

    private RunId WantedRun(TaskSpec task)
    {
        if (task.Rerun is not { } rerun)
            return task.Run;
        if (_journal.ContainsKey(rerun.Run.Value))
            return rerun.Run;
        var newest = _journal
            .Where(entry => entry.Key.StartsWith(task.Run.Value, StringComparison.Ordinal))
            .Select(entry => entry.Value)
            .MaxBy(result => result.CompletionTime);
        return newest is { Phase: RunPhase.Failed or RunPhase.Cancelled } && newest.CompletionTime <= rerun.Time
            ? rerun.Run
            : newest?.Run ?? task.Run;
    }
}
