namespace NodeTasker.Rollouts;

/// <summary>How a node stands, as its line in the summary.</summary>
/// <param name="since">Since when the run is desired; what was not heard of soon after is missing.</param>
/// <param name="renewed">Since when more is to be heard of nodes that have a result: failed nodes are to run once more, or the task was changed; null when there is nothing of the kind.</param>
/// <param name="isGated">Whether nodes wait for grants.</param>
/// <param name="alarm">Set for when a line will be another by the time alone.</param>
/// <param name="now">The time.</param>
internal sealed class NodeLines(DateTimeOffset since, DateTimeOffset? renewed, bool isGated, Alarm alarm, DateTimeOffset now)
{
    /// <summary>The reason of a node that may start and has not said that it did.</summary>
    public const string Granted = nameof(Granted);

    /// <summary>The reason of a node of which nothing was heard in time.</summary>
    public const string NoAgent = nameof(NoAgent);

    /// <summary>So long a live agent takes at most until something is heard of it.</summary>
    public static readonly TimeSpan ToBeHeard = TimeSpan.FromSeconds(10);

    /// <param name="node">The node.</param>
    /// <param name="granted">Since when it may start; null when it may not, or has.</param>
    public NodeProgress Of(NodeStanding node, DateTimeOffset? granted) =>
        node switch
        {
            { IsLost: true } => Aged(node, NodePhase.Unknown, "NodeLost", node.Node.ReadinessTime),
            { Current: { Phase: not RunPhase.Pending } result } => new(
                node.Node.Name,
                NodeProgress.PhaseOf(result.Phase),
                result.Reason,
                result.ExitCode,
                result.HasEnded ? result.Duration : null
            ),
            { IsUnreachable: true } => NotReady(node),
            { IsOlderRunning: true } => new(node.Node.Name, NodePhase.Pending, "Busy"),
            { } when granted is not null => Aged(node, NodePhase.Pending, Granted, granted),
            { Asked: not null } when isGated => new(node.Node.Name, NodePhase.Pending, NodeStanding.WaitingForGrant),
            { Current: { } result } => new(node.Node.Name, NodePhase.Pending, result.Reason),
            { Node.Readiness: not NodeReadiness.Ready } => NotReady(node),
            _ => Unheard(node!),
        };

    private NodeProgress NotReady(NodeStanding node) => Aged(node, NodePhase.Pending, "NodeNotReady", node.Node.ReadinessTime);

    private NodeProgress Unheard(NodeStanding node)
    {
        var missed = since > node.Node.CreationTime ? since : node.Node.CreationTime;
        if (node.Result is not null && renewed is { } again && again > missed)
            missed = again;
        // A clock that is ahead of this one asks for no more patience than it takes to be heard.
        if (missed > now)
            missed = now;
        if (now - missed > ToBeHeard)
            return Aged(node, NodePhase.Pending, NoAgent, missed);
        alarm.SetFor(missed + ToBeHeard + TimeSpan.FromMilliseconds(1));
        return new(node.Node.Name, NodePhase.Pending);
    }

    private NodeProgress Aged(NodeStanding node, NodePhase phase, string reason, DateTimeOffset? time)
    {
        // By a clock that is ahead of this one.
        if (time is not { } at || at > now)
            return new(node.Node.Name, phase, reason);
        alarm.SetFor(CoarseAge.Next(at, now));
        return new(node.Node.Name, phase, reason, Since: at);
    }
}
