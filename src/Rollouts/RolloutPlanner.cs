namespace NodeTasker.Rollouts;

/// <summary>Decides which nodes may start, and says how each of them stands. Pure: the same view at the same time gives the same plan.</summary>
public static class RolloutPlanner
{
    /// <summary>The plan for <paramref name="view"/>.</summary>
    public static RolloutPlan Plan(RolloutView view, DateTimeOffset now)
    {
        now = InMilliseconds(now);
        return view.Task switch
        {
            ParsedTask.Valid valid => PlanValid(view, valid.Spec, now),
            ParsedTask.Bad bad => PlanMalformed(view, bad, now),
            _ => throw new ArgumentException("There is no task to plan for.", nameof(view)),
        };
    }

    private static RolloutPlan PlanValid(RolloutView view, TaskSpec spec, DateTimeOffset now)
    {
        var rollout = new Rollout(view, spec.Run, spec, now);
        WaveGate? gate = null;
        if (view.CanGrant && spec.IsGated && !spec.Paused && rollout.Halt is null)
            (rollout, gate) = Granting.Grant(rollout, spec, now);

        var alarm = new Alarm(now);
        var lines = LinesOf(rollout, view, spec, alarm, now);
        alarm.SetFor(gate?.SoakEnd);
        var status = RolloutStanding.Of(rollout, spec, lines, view.CancelTime, alarm, now);
        var message = RolloutStanding.MessageOf(rollout, spec, status, lines, gate, now);
        return PlanOf(rollout, view, alarm, lines, status, message, gate is null ? rollout.KnownSoak : gate.Soak);
    }

    /// <summary>Nothing may start, and what was granted is taken back. Every node has a line, as which ones the task means can't be known.</summary>
    private static RolloutPlan PlanMalformed(RolloutView view, ParsedTask.Bad bad, DateTimeOffset now)
    {
        var rollout = new Rollout(view, bad.Run, null, now);
        var alarm = new Alarm(now);
        var lines = LinesOf(rollout, view, null, alarm, now);
        var isComplete = rollout.Selected.Zip(lines).All(node => node.Second.HasEnded || node.First.Node.Readiness != NodeReadiness.Ready);
        var status = isComplete ? RolloutStatus.Complete : RolloutStatus.InProgress;
        return PlanOf(rollout, view, alarm, lines, status, bad.Message, rollout.KnownSoak);
    }

    private static List<NodeProgress> LinesOf(Rollout rollout, RolloutView view, TaskSpec? spec, Alarm alarm, DateTimeOffset now)
    {
        var since = rollout.Runs.Minute is { } minute && minute > view.SetTime ? minute : view.SetTime;
        var renewed = spec?.Rerun?.Time is { } rerun && !(rerun < view.ChangeTime) ? rerun : view.ChangeTime;
        var lines = new NodeLines(since, renewed, spec is { IsGated: true }, alarm, now);
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
            WithoutAgent = rollout.WithoutAgent,
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
