using NodeTasker.Cli.Following;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Views;

/// <summary>What of a rollout's progress is worth a line.</summary>
internal static class ProgressLines
{
    // With more nodes than this the starts would bury the ends.
    private const int MostStarts = 20;

    /// <summary>The lines for what has changed, each with its node's phase where it is about a node; <paramref name="before"/> is null at first.</summary>
    public static IEnumerable<(string Text, NodePhase? Phase)> Between(Progress? before, Progress after, bool withStarts)
    {
        if (after.Trouble is { } trouble)
        {
            if (before?.Trouble is null)
                yield return ($"connection: {trouble}", null);
            yield break;
        }

        if (before?.Trouble is not null)
            yield return ("connection: back again", null);

        var ended = before?.Ended ?? 0;
        var known = (before?.Nodes ?? []).ToDictionary(node => node.Node, StringComparer.Ordinal);
        foreach (var node in after.Nodes)
        {
            var was = known.GetValueOrDefault(node.Node);
            if (node.HasEnded && was is not { HasEnded: true })
                ended++;
            if (IsNews(was, node, withStarts && after.Nodes.Count <= MostStarts))
                yield return ($"[{ended}/{after.Counts.Desired}] {LineOf(node)}", node.Phase);
        }

        if (
            (after.Status, after.Message) != (before?.Status ?? RolloutStatus.InProgress, before?.Message)
            && after.Status is RolloutStatus.Halted or RolloutStatus.Paused
        )
            yield return (after.Message is { } message ? $"{after.Status}: {message}" : after.Status.ToString(), null);
        if (after.IsControllerSilent && before?.IsControllerSilent != true)
            yield return (
                $"the task is gated, and no controller has answered: nothing starts until one does. `{ProgramName.Shown} doctor` says more.",
                null
            );
        if (AbsenceOf(after) is { } absence && (before is null || AbsenceOf(before) != absence))
            yield return (absence, null);
    }

    /// <summary>One node, as in the summary: <c>worker-1: Succeeded exitCode=0 duration=1.204s</c>.</summary>
    public static string LineOf(NodeProgress node)
    {
        var words = new List<string> { node.Phase.ToString() };
        if (node.Reason is { Length: > 0 } reason)
            words.Add(reason);
        if (node.ExitCode is { } code)
            words.Add($"exitCode={code}");
        if (node.Duration is { } duration)
            words.Add($"duration={Duration.Format(duration)}");
        return $"{node.Node}: {string.Join(' ', words)}";
    }

    /// <summary>Which nodes nothing is to be heard of; null when there are none.</summary>
    public static string? AbsenceOf(Progress progress)
    {
        var agentless = progress.Nodes.Where(node => node.Reason == "NoAgent").Select(node => node.Node).ToList();
        if (agentless.Count == 0)
            return null;
        return agentless.Count == progress.Nodes.Count
            ? $"no agent has answered on any node: is it installed? `{ProgramName.Shown} doctor` says more."
            : $"no agent has answered on {NodeList.Compress(agentless)}.";
    }

    private static bool IsNews(NodeProgress? before, NodeProgress after, bool withStarts) =>
        after.HasEnded ? before is not { HasEnded: true } || before.Phase != after.Phase
        : after.Phase == NodePhase.Unknown ? before?.Phase != NodePhase.Unknown
        : after.Phase == NodePhase.Running && before?.Phase != NodePhase.Running && withStarts;
}
