namespace NodeTasker.Rollouts;

/// <summary>A node and what was heard of it, seen from the rollout.</summary>
internal sealed class NodeStanding
{
    /// <summary>The reason of a result that waits for nothing but the controller.</summary>
    public const string WaitingForGrant = nameof(WaitingForGrant);

    public NodeStanding(NodeFacts node, ResultFacts? result, ContentRuns runs, TaskSpec? spec, DateTimeOffset now)
    {
        Node = node;
        Result = result;
        if (result is null)
            return;

        Current = runs.IsCurrent(result) ? result : null;
        Asked = AskedBy(result, runs, spec);
        IsCancelledRun = runs.IsCancelled(result.Run);
        IsBoot = runs.IsBoot(result.Run);
        if (result.Phase != RunPhase.Running)
            return;
        IsRunning = true;
        IsOlderRunning = Current is null;
        if (IsUnreachable && result.StartTime is { } start)
            ForgottenAt = RunBound.EndOf(spec, LastHeard(start, now), result.Attempt, !runs.IsOfContent(result.Run));
        Occupies = ForgottenAt is not { } end || now < end;
    }

    public NodeFacts Node { get; }

    public ResultFacts? Result { get; }

    /// <summary>The result where it is of the current run, and not to be run again.</summary>
    public ResultFacts? Current { get; }

    /// <summary>The run that it waits to be granted.</summary>
    public RunId? Asked { get; }

    public bool IsRunning { get; }

    /// <summary>Whether it still runs something that the rollout is not about any more.</summary>
    public bool IsOlderRunning { get; }

    /// <summary>Whether its run takes a place.</summary>
    public bool Occupies { get; }

    /// <summary>When a run that nobody hears of any more gives up its place.</summary>
    public DateTimeOffset? ForgottenAt { get; }

    /// <summary>Whether the operator cancelled the run that its result is of.</summary>
    public bool IsCancelledRun { get; }

    /// <summary>Whether its result is of a boot: the content itself has ended there before.</summary>
    public bool IsBoot { get; }

    public bool IsUnreachable => Node.Readiness == NodeReadiness.Unreachable;

    public bool IsLost => Current is not null && IsRunning && IsUnreachable;

    public bool HasFailed => IsLost || Current?.Phase == RunPhase.Failed || (Current?.Phase == RunPhase.Cancelled && !IsCancelledRun);

    /// <summary>Whether it has run some of the current run: a rejected task proves nothing, so it is no canary's start.</summary>
    public bool HasStarted => Current is not null && (IsBoot || Current.Phase is not (RunPhase.Pending or RunPhase.Rejected));

    // Not by the node's own clock alone: one that is behind would give up its place early.
    private DateTimeOffset LastHeard(DateTimeOffset start, DateTimeOffset now)
    {
        if (start > now)
            start = now;
        return Node.ReadinessTime is { } lost && lost > start && lost <= now ? lost : start;
    }

    private static RunId? AskedBy(ResultFacts result, ContentRuns runs, TaskSpec? spec)
    {
        if (runs.IsOfContent(result.Run))
        {
            // Another reason is something on the host that stands in the way: a grant would lie there unused.
            var asks = result.Phase == RunPhase.Pending && result.Reason is null or WaitingForGrant;
            return asks ? result.Run : null;
        }

        return result.Phase == RunPhase.Running && spec is { ConcurrencyPolicy: ConcurrencyPolicy.Replace } ? spec.Run : null;
    }
}
