using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Rollouts;

namespace NodeTasker.Cli.Following;

/// <summary>How an ungated rollout stands by its results.</summary>
internal static class InterimPlan
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    public static RolloutPlan Plan(RolloutView view, DateTimeOffset now)
    {
        var nodes = view.Nodes
            .Where(node => view.Spec.Nodes.Matches(node.Name) && view.Spec.NodeSelector.Matches(node.Labels))
            .OrderBy(node => node.Name, NaturalOrder.Instance)
            .Select(node => LineOf(node, view, now))
            .ToList();
        return new RolloutPlan
        {
            Run = view.Spec.Run,
            Status = nodes.TrueForAll(node => node.HasEnded) ? RolloutStatus.Complete : RolloutStatus.InProgress,
            Nodes = nodes,
            Ledger = view.Ledger,
            Wake = now < view.SetTime + _patience ? view.SetTime + _patience : null,
        };
    }

    private static NodeProgress LineOf(NodeFacts node, RolloutView view, DateTimeOffset now)
    {
        if (view.Results.GetValueOrDefault(node.Name) is { } result && (result.Run == view.Spec.Run || result.Run == view.Spec.Rerun?.Run))
            return new NodeProgress(node.Name, (NodePhase)Enum.Parse(typeof(NodePhase), result.Phase.ToString()), result.Reason, result.ExitCode, result.Duration, result.StartTime);
        if (node.Readiness != NodeReadiness.Ready) return new NodeProgress(node.Name, NodePhase.Pending, "NodeNotReady", Since: node.ReadinessTime);
        var since = node.CreationTime > view.SetTime ? node.CreationTime : view.SetTime;
        return now - since > _patience ? new NodeProgress(node.Name, NodePhase.Pending, "NoAgent", Since: since) : new NodeProgress(node.Name, NodePhase.Pending);
    }
}
