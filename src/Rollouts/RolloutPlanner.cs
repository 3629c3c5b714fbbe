namespace NodeTasker.Rollouts;

/// <summary>Decides which nodes may start, and says how each of them stands. Pure: the same view at the same time gives the same plan.</summary>
public static class RolloutPlanner
{
    /// <summary>The plan for <paramref name="view"/>.</summary>
    public static RolloutPlan Plan(RolloutView view, DateTimeOffset now)
    {
        now = InMilliseconds(now);
        var rollout = new Rollout(view, isBad: false, now);
        var gate = view.CanGrant && view.Spec.IsGated && !view.Spec.Paused && rollout.Halt is null ? Granting.Grant(rollout, now) : null;

        var alarm = new Alarm(now);
        var lines = LinesOf(rollout, view.SetTime, alarm, now);
        alarm.SetFor(gate?.SoakEnd);
        var status = RolloutStanding.Of(rollout, lines, view.CancelTime, alarm, now);
        return PlanOf(
            rollout,
            view,
            alarm,
            lines,
            status,
            RolloutStanding.MessageOf(rollout, status, lines, gate, now),
            gate is null ? rollout.KnownSoak : gate.Soak
        );
    }

    /// <summary>The plan for a task that is bad: nothing of it may start anywhere. Every node has a line, as which ones the task means can't be known.</summary>
    /// <param name="run">What it would have run.</param>
    /// <param name="setTime">When it was set.</param>
    /// <param name="problems">What is wrong with it; the plan's message.</param>
    /// <param name="nodes">Every node of the cluster.</param>
    /// <param name="results">The newest result of each node.</param>
    /// <param name="now">The time.</param>
    /// <param name="ledger">What was granted before; it is taken back.</param>
    public static RolloutPlan PlanBad(
        RunId run,
        DateTimeOffset setTime,
        string problems,
        IReadOnlyCollection<NodeFacts> nodes,
        IReadOnlyDictionary<string, ResultFacts> results,
        DateTimeOffset now,
        GrantLedger? ledger = null
    )
    {
        now = InMilliseconds(now);
        var spec = new TaskSpec
        {
            Name = "",
            Run = run,
            Script = "",
        };
        var view = new RolloutView
        {
            Spec = spec,
            SetTime = setTime,
            Nodes = nodes,
            Results = results,
            Ledger = ledger ?? GrantLedger.Empty,
        };
        var rollout = new Rollout(view, isBad: true, now);
        var alarm = new Alarm(now);
        var lines = LinesOf(rollout, view.SetTime, alarm, now);
        var isComplete = rollout.Selected.Zip(lines).All(node => node.Second.HasEnded || node.First.Node.Readiness != NodeReadiness.Ready);
        var plan = PlanOf(
            rollout,
            view,
            alarm,
            lines,
            isComplete ? RolloutStatus.Complete : RolloutStatus.InProgress,
            problems,
            rollout.KnownSoak
        );
        // A slip in an option that is put right is no word to go on.
        return view.Ledger.Halt is { } halt && halt.Run == run ? plan with { Ledger = plan.Ledger with { Halt = halt } } : plan;
    }

    private static List<NodeProgress> LinesOf(Rollout rollout, DateTimeOffset setTime, Alarm alarm, DateTimeOffset now)
    {
        var since = rollout.Runs.Minute is { } minute && minute > setTime ? minute : setTime;
        var lines = new NodeLines(since, rollout.Spec.Rerun, rollout.Spec.IsGated, alarm, now);
        return [.. rollout.Selected.Select(node => lines.Of(node, rollout.GrantOf(node)?.Time))];
    }

    private static RolloutPlan PlanOf(
        Rollout rollout,
        RolloutView view,
        Alarm alarm,
        List<NodeProgress> lines,
        RolloutStatus status,
        string? message,
        SoakMark? soak
    )
    {
        var ledger = new GrantLedger(rollout.Grants, rollout.Halt) { Soak = soak };
        rollout.SetAlarm(alarm);
        return new RolloutPlan
        {
            Run = rollout.Runs.Current,
            Status = status,
            Message = message,
            Nodes = lines,
            Ledger = ledger.Equals(view.Ledger) ? view.Ledger : ledger,
            Wake = alarm.Time,
            StartTime = rollout.Selected.Min(node => node.Current?.StartTime),
            CompletionTime = status == RolloutStatus.Complete ? rollout.Selected.Max(node => node.Current?.CompletionTime) : null,
        };
    }

    // As the ledger keeps times.
    private static DateTimeOffset InMilliseconds(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
