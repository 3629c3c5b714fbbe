namespace NodeTasker.TaskModel.Rollouts;

/// <summary>How the whole rollout stands.</summary>
internal static class RolloutStanding
{
    public static RolloutStatus Of(Rollout rollout, IReadOnlyList<NodeProgress> lines)
    {
        if (lines.All(line => line.HasEnded)) return RolloutStatus.Complete;
        if (rollout.Runs.IsCancelled(rollout.Runs.Current)) return rollout.Selected.Zip(lines).Any(node => MayRun(rollout, node.First, node.Second)) ? RolloutStatus.InProgress : RolloutStatus.Complete;
        if (rollout.Halt is not null) return RolloutStatus.Halted;
        return rollout.Spec.Paused ? RolloutStatus.Paused : RolloutStatus.InProgress;
    }

    public static string? MessageOf(Rollout rollout, RolloutStatus status, WaveGate? gate) => status switch
    {
        RolloutStatus.Halted => $"{Nodes(rollout.Failures)} failed and maxFailures is {rollout.Spec.MaxFailures} of {Nodes(rollout.Selected.Count)}: no further node starts. Raise maxFailures, rerun the failed nodes, or set the task anew.",
        RolloutStatus.Paused => "Paused: no further node starts until it is resumed.",
        _ when rollout.Selected.Count == 0 => "The task selects no node.",
        _ when rollout.Runs.IsCancelled(rollout.Runs.Current) => "Cancelled.",
        RolloutStatus.InProgress => gate?.Message,
        _ => null,
    };

    /// <summary>Of a node that can't be reached nobody knows; it isn't waited for.</summary>
    private static bool MayRun(Rollout rollout, NodeStanding node, NodeProgress line) =>
        !node.IsUnreachable && (line.Phase == NodePhase.Running || (!line.HasEnded && rollout.IsGrantOccupying(node)));

    private static string Nodes(int count) => count == 1 ? "1 node" : $"{count} nodes";
}
