namespace NodeTasker.Rollouts;

/// <summary>How the whole rollout stands.</summary>
internal static class RolloutStanding
{
    private static readonly TimeSpan ToStart = TimeSpan.FromMinutes(1);

    // An agent says only after a second that it runs; and after a cancel that it does, did, or never will.
    private static readonly TimeSpan ToBeHeard = NodeLines.ToBeHeard;

    /// <param name="rollout">Who is selected, and what they do.</param>
    /// <param name="spec">The task.</param>
    /// <param name="lines">How each of them stands.</param>
    /// <param name="cancelTime">When the operator cancelled it; null where that is not known.</param>
    /// <param name="alarm">Set for when it will be another by the time alone.</param>
    /// <param name="now">The time.</param>
    public static RolloutStatus Of(
        Rollout rollout,
        TaskSpec spec,
        IReadOnlyList<NodeProgress> lines,
        DateTimeOffset? cancelTime,
        Alarm alarm,
        DateTimeOffset now
    )
    {
        if (lines.All(line => line.HasEnded))
            return RolloutStatus.Complete;
        if (rollout.Runs.IsCancelled(rollout.Runs.Current))
        {
            var quiet = (cancelTime > now ? now : cancelTime) + ToBeHeard;
            alarm.SetFor(quiet);
            return rollout.Selected.Zip(lines).Any(node => MayRun(rollout, node.First, node.Second, isJustCancelled: now < quiet))
                ? RolloutStatus.InProgress
                : RolloutStatus.Complete;
        }

        if (rollout.Halt is not null)
            return RolloutStatus.Halted;
        return spec.Paused ? RolloutStatus.Paused : RolloutStatus.InProgress;
    }

    public static string? MessageOf(
        Rollout rollout,
        TaskSpec spec,
        RolloutStatus status,
        IReadOnlyList<NodeProgress> lines,
        WaveGate? gate,
        DateTimeOffset now
    ) =>
        status switch
        {
            RolloutStatus.Halted =>
                $"{Nodes(rollout.Failures)} failed and maxFailures is {spec.MaxFailures} of {Nodes(rollout.Selected.Count)}: no further node starts. Raise maxFailures, rerun the failed nodes, or set the task anew.",
            RolloutStatus.Paused => "No further node starts until it is resumed.",
            _ when rollout is { Selected.Count: 0, WithoutAgent: > 0 } =>
                $"The task selects {Nodes(rollout.WithoutAgent)}, and none that can have an agent: no Windows, no virtual kubelet.",
            _ when rollout.Selected.Count == 0 => "The task selects no node.",
            _ when rollout.Runs.IsCancelled(rollout.Runs.Current) => CancelledMessageOf(rollout, spec, lines),
            RolloutStatus.InProgress
                when gate is not null
                    && Joined(gate.Message, UnreachableMessageOf(rollout), UnusedMessageOf(rollout, lines, now))
                        is { Length: > 0 } message => message,
            _ => null,
        };

    private static string Joined(params IEnumerable<string?> sentences) =>
        string.Join(' ', sentences.Where(sentence => sentence is not null));

    /// <summary>Whether a node that is silent still runs nobody knows, so its place waits; whether it will ever be back only the operator knows.</summary>
    private static string? UnreachableMessageOf(Rollout rollout)
    {
        var places = rollout
            .All.Where(node => node.IsUnreachable)
            .Select(rollout.PlaceOf)
            .OfType<HeldPlace>()
            .Select(place => place.Until)
            .ToList();
        return places.Count switch
        {
            0 => null,
            1 =>
                $"1 node can't be reached and may run all the same. It keeps its place {UntilLast(places)}; if it is gone for good, delete its Node.",
            _ =>
                $"{places.Count} nodes can't be reached and may run all the same. They keep their places {UntilLast(places)}; delete the Nodes that are gone for good.",
        };
    }

    /// <summary>What had ended everywhere by then was not cancelled; what would have started again is.</summary>
    private static string? CancelledMessageOf(Rollout rollout, TaskSpec spec, IReadOnlyList<NodeProgress> lines) =>
        lines.Any(line => line.Phase == NodePhase.Cancelled || !line.HasEnded) ? "Cancelled."
        : spec is { Schedule: not null } or { EveryBoot: true } && rollout.Runs.IsCancelled(spec.Run)
            ? "Cancelled: nothing starts it again."
        : null;

    /// <summary>A rollout whose places are held by nodes that do nothing looks stuck, and nothing else would say why.</summary>
    private static string? UnusedMessageOf(Rollout rollout, IReadOnlyList<NodeProgress> lines, DateTimeOffset now)
    {
        var unused = rollout
            .Selected.Zip(lines)
            .Where(node =>
                node.Second is { Phase: NodePhase.Pending, Reason: NodeLines.Granted }
                && rollout.GrantOf(node.First) is { } grant
                && now - grant.Time >= ToStart
            )
            .Select(node => rollout.FreeAt(node.First, rollout.Grants[node.First.Node.Name]))
            .ToList();
        if (unused.Count == 0)
            return null;
        var until = UntilLast(unused);
        return unused.Count == 1
            ? $"1 node was granted over 1m ago and has not started; is its agent alive? It keeps its place {until}."
            : $"{unused.Count} nodes were granted over 1m ago and have not started; are their agents alive? They keep their places {until}.";
    }

    private static string UntilLast(List<DateTimeOffset?> places) =>
        places.Contains(null) ? "for as long as the task has no timeout" : $"until {Rfc3339.Format(places.Max()!.Value)}";

    /// <summary>Of a node that can't be reached nobody knows; it isn't waited for.</summary>
    private static bool MayRun(Rollout rollout, NodeStanding node, NodeProgress line, bool isJustCancelled)
    {
        if (node.IsUnreachable || line.HasEnded)
            return false;
        var isToBeHeard = line is { Phase: NodePhase.Pending, Reason: null } && node.Current is null;
        return line.Phase == NodePhase.Running
            || rollout.IsGrantOccupying(node)
            || isToBeHeard
            || (isJustCancelled && line.Reason != NodeLines.NoAgent);
    }

    private static string Nodes(int count) => count == 1 ? "1 node" : $"{count} nodes";
}
