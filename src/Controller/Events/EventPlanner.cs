using NodeTasker.Controller.History;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Events;

/// <summary>Which Events a change of a rollout raises: transitions, and nothing twice.</summary>
internal static class EventPlanner
{
    /// <summary>One each for so many failed nodes; then one for the rest, when no more are to come for now.</summary>
    public const int NodesNamed = 20;

    /// <param name="observed">The task.</param>
    /// <param name="setting">What it is set to.</param>
    /// <param name="before">How its rollout stood when Events were raised last; null when never.</param>
    /// <param name="now">How it stands.</param>
    /// <param name="halt">Since when it is halted; null when it isn't.</param>
    /// <param name="wasRejected">Whether the task was malformed before: a mistake that is put right may leave the content as it was.</param>
    public static IReadOnlyList<RolloutEvent> Between(
        ObservedTask observed,
        TaskSetting setting,
        RolloutSummary? before,
        RolloutSummary now,
        HaltMark? halt = null,
        bool wasRejected = false
    )
    {
        var (task, content) = (observed.Name, setting.Content);
        var events = new List<RolloutEvent>();
        var isNewContent = before?.Run.IsOf(content) != true;
        if (before?.Run != now.Run)
            before = null;

        if (observed.Problems is { } problems)
        {
            if (isNewContent || before?.Message != now.Message)
                events.Add(
                    RolloutEvent.Of(
                        task,
                        content,
                        RolloutEvent.TaskRejected,
                        problems,
                        isWarning: true,
                        what: $"{problems} {TextOf(setting.Setter.SetTime)}"
                    )
                );
            return events;
        }

        var setTime = TextOf(setting.Origin.SetTime);
        if (isNewContent || wasRejected)
            events.Add(
                RolloutEvent.Of(
                    task,
                    content,
                    RolloutEvent.TaskAccepted,
                    $"Run {content.Value}, {setting.Record}, goes to {(now.Counts.Desired == 1 ? "1 node" : $"{now.Counts.Desired} nodes")}",
                    what: wasRejected ? $"{setting.Record} {TextOf(setting.Setter.SetTime)}" : setTime
                )
            );
        // Tells a rollout from an earlier one of the same content. It is complete once, though nodes that join set it going again.
        var rerun = observed.Parsed is ParsedTask.Valid valid ? valid.Spec.Rerun?.Run.Value : null;
        var occasion = $"{setTime} {(halt is null ? rerun : TextOf(halt.Time))}";
        events.AddRange(Refusals(task, before, now, occasion));
        events.AddRange(Failures(task, before, now, occasion));
        var isEnd = now.Status != before?.Status && now.Status is RolloutStatus.Halted or RolloutStatus.Complete;
        if (MoreFailed(now) is var more and > 0 && (isEnd || IsQuiet(now)) && !(IsQuiet(before) && MoreFailed(before) == more))
            events.Add(
                RolloutEvent.Of(
                    task,
                    now.Run,
                    RolloutEvent.MoreNodesFailed,
                    more == 1 ? "1 more node failed" : $"{more} more nodes failed",
                    isWarning: true,
                    what: $"{more} {occasion}"
                )
            );
        if (isEnd)
            events.Add(EndOf(task, now, occasion));
        return events;
    }

    private static IEnumerable<RolloutEvent> Refusals(string task, RolloutSummary? before, RolloutSummary now, string occasion)
    {
        var known = Rejected(before).Select(node => node.Reason).ToHashSet();
        return Rejected(now)
            .GroupBy(node => node.Reason)
            .Where(group => !known.Contains(group.Key))
            .Select(group =>
                RolloutEvent.Of(
                    task,
                    now.Run,
                    RolloutEvent.TaskRejected,
                    $"{group.First().Node} rejects it{(group.Key is { } reason ? $": {reason}" : "")}; its result says why",
                    isWarning: true,
                    what: $"agents {group.Key} {occasion}"
                )
            );

        static IEnumerable<NodeProgress> Rejected(RolloutSummary? summary) =>
            summary?.Nodes.Where(node => node.Phase == NodePhase.Rejected) ?? [];
    }

    private static IEnumerable<RolloutEvent> Failures(string task, RolloutSummary? before, RolloutSummary now, string occasion)
    {
        var known = Failed(before).Select(node => node.Node).ToHashSet(StringComparer.Ordinal);
        return Failed(now)
            .Where(node => !known.Contains(node.Node))
            .Take(Math.Max(0, NodesNamed - known.Count))
            .Select(node =>
                RolloutEvent.Of(
                    task,
                    now.Run,
                    RolloutEvent.NodeFailed,
                    RolloutEvent.Describe(node),
                    isWarning: true,
                    what: $"{node.Node} {occasion}"
                )
            );
    }

    private static RolloutEvent EndOf(string task, RolloutSummary now, string occasion) =>
        now.Status == RolloutStatus.Halted
            ? RolloutEvent.Of(
                task,
                now.Run,
                RolloutEvent.RolloutHalted,
                $"{now.Message ?? "Too many nodes failed"} ({now.Counts})",
                isWarning: true,
                what: occasion
            )
            : RolloutEvent.Of(
                task,
                now.Run,
                RolloutEvent.RolloutComplete,
                $"{now.Counts}",
                isWarning: now.Counts.Failed > 0,
                what: occasion
            );

    private static int MoreFailed(RolloutSummary? summary) => Failed(summary).Count() - NodesNamed;

    /// <summary>Whether no node runs or is about to. A rollout with a node that has no agent is never complete, and yet nothing goes on.</summary>
    private static bool IsQuiet(RolloutSummary? summary)
    {
        if (summary is null)
            return false;
        var isHeld = summary.Status is RolloutStatus.Halted or RolloutStatus.Paused;
        return summary.Status == RolloutStatus.Complete
            || !summary.Nodes.Any(node =>
                node.Phase == NodePhase.Running || (node.Phase == NodePhase.Pending && IsAboutToStart(node.Reason, isHeld))
            );
    }

    private static bool IsAboutToStart(string? reason, bool isHeld) =>
        isHeld ? reason == "Granted" : reason is not ("NoAgent" or "NodeNotReady" or "Blocked");

    private static IEnumerable<NodeProgress> Failed(RolloutSummary? summary) =>
        summary?.Nodes.Where(node => node.Phase == NodePhase.Failed) ?? [];

    private static string TextOf(DateTimeOffset time) => Rfc3339.Format(time);
}
