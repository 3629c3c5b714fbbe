using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Rollouts;

namespace NodeTasker.Controller.Events;

/// <summary>Which Events a change of a rollout raises: transitions, and nothing twice.</summary>
internal static class EventPlanner
{
    /// <summary>One each for so many failed nodes; then one for the rest.</summary>
    public const int NodesNamed = 20;

    /// <param name="task">The task's name.</param>
    /// <param name="content">What it would run.</param>
    /// <param name="rejected">Why it can't be run at all; null when it can.</param>
    /// <param name="before">How it stood when Events were raised last; null when never.</param>
    /// <param name="now">How it stands.</param>
    /// <param name="occasion">Tells a rollout from an earlier one of the same content: by when it was set, rerun, halted. It is complete once, though nodes that join set it going again.</param>
    /// <param name="origin">Who set the content, and its digest, for the record; empty when not known.</param>
    public static IReadOnlyList<RolloutEvent> Between(string task, RunId content, string? rejected, RolloutSummary? before, RolloutSummary now, string? occasion, string origin = "")
    {
        var events = new List<RolloutEvent>();
        var isNewContent = before is null || ContentOf(before.Run) != content.Value;
        if (before?.Run != now.Run) before = null;

        if (rejected is not null)
        {
            if (isNewContent || before?.Message != now.Message) events.Add(RolloutEvent.Of(task, content, RolloutEvent.TaskRejected, rejected, isWarning: true, what: rejected));
            return events;
        }

        if (isNewContent) events.Add(RolloutEvent.Of(task, content, RolloutEvent.TaskAccepted, $"Run {content.Value}{(origin.Length > 0 ? $", {origin}," : "")} goes to {(now.Counts.Desired == 1 ? "1 node" : $"{now.Counts.Desired} nodes")}"));
        events.AddRange(Refusals(task, before, now));
        events.AddRange(Failures(task, before, now, occasion));
        if (now.Status != before?.Status && now.Status is RolloutStatus.Halted or RolloutStatus.Complete) events.AddRange(Ends(task, now, occasion));
        return events;
    }

    private static IEnumerable<RolloutEvent> Refusals(string task, RolloutSummary? before, RolloutSummary now)
    {
        var known = Rejected(before).Select(node => node.Reason).ToHashSet();
        return Rejected(now).GroupBy(node => node.Reason).Where(group => !known.Contains(group.Key)).Select(group =>
            RolloutEvent.Of(task, now.Run, RolloutEvent.TaskRejected, $"{group.First().Node} rejects it{(group.Key is { } reason ? $": {reason}" : "")}; its result says why", isWarning: true, what: $"agents {group.Key}"));

        static IEnumerable<NodeProgress> Rejected(RolloutSummary? summary) => summary?.Nodes.Where(node => node.Phase == NodePhase.Rejected) ?? [];
    }

    private static IEnumerable<RolloutEvent> Failures(string task, RolloutSummary? before, RolloutSummary now, string? occasion)
    {
        var known = Failed(before).Select(node => node.Node).ToHashSet(StringComparer.Ordinal);
        return Failed(now).Where(node => !known.Contains(node.Node)).Take(Math.Max(0, NodesNamed - known.Count))
            .Select(node => RolloutEvent.Of(task, now.Run, RolloutEvent.NodeFailed, RolloutEvent.Describe(node), isWarning: true, what: $"{node.Node} {occasion}"));
    }

    private static IEnumerable<RolloutEvent> Ends(string task, RolloutSummary now, string? occasion)
    {
        var more = Failed(now).Count() - NodesNamed;
        if (more > 0) yield return RolloutEvent.Of(task, now.Run, RolloutEvent.MoreNodesFailed, $"{more} more nodes failed", isWarning: true, what: $"{now.Status} {more} {occasion}");
        if (now.Status == RolloutStatus.Halted) yield return RolloutEvent.Of(task, now.Run, RolloutEvent.RolloutHalted, $"{now.Message ?? "Too many nodes failed"} ({now.Counts})", isWarning: true, what: occasion);
        else yield return RolloutEvent.Of(task, now.Run, RolloutEvent.RolloutComplete, $"{now.Counts}", isWarning: now.Counts.Failed > 0, what: occasion);
    }

    private static IEnumerable<NodeProgress> Failed(RolloutSummary? summary) => summary?.Nodes.Where(node => node.Phase == NodePhase.Failed) ?? [];

    private static string ContentOf(RunId run) => run.Value.Split('-')[0];
}
