using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Results;

/// <summary>How a node stands in a rollout, with its result where that is of the same run.</summary>
internal sealed record NodeOutcome(NodeProgress Progress, RunRecord? Record)
{
    public string Node => Progress.Node;

    /// <summary>Why a node has no more to say than it has, in words; null when it has said all, or will.</summary>
    public string? Trouble =>
        (Progress.Phase, Progress.Reason) switch
        {
            (NodePhase.Pending, "NoAgent") => "no agent has answered on this node",
            (NodePhase.Pending, "NodeNotReady") => "the node is not ready",
            (NodePhase.Pending, "WaitingForGrant") => "it waits for the controller to let it start",
            (NodePhase.Pending, "Granted") => "it may start",
            (NodePhase.Pending, "Busy") => "it still runs an earlier task",
            (NodePhase.Pending, _) => "not started yet",
            (NodePhase.Unknown, _) => "the node went silent while it ran",
            _ => null,
        };

    /// <summary>What a result says by itself.</summary>
    public static NodeOutcome Of(RunRecord record) =>
        new(new(record.Node, NodeProgress.PhaseOf(record.Phase), record.Reason, record.ExitCode, record.Duration), record);

    /// <summary>Every node of the rollout.</summary>
    public static IReadOnlyList<NodeOutcome> Join(IEnumerable<NodeProgress> nodes, IEnumerable<RunRecord> records)
    {
        var byNode = records.ToDictionary(record => record.Node, StringComparer.Ordinal);
        return
        [
            .. nodes.Select(node => new NodeOutcome(
                node,
                node.HasEnded || node.Phase == NodePhase.Running ? byNode.GetValueOrDefault(node.Node) : null
            )),
        ];
    }
}
