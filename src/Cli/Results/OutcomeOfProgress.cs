using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Results;

/// <summary>Joins how a rollout stands with what the nodes wrote.</summary>
internal static class OutcomeOfProgress
{
    /// <summary>Every node of the rollout, with its result where that is of the same run.</summary>
    public static IReadOnlyList<NodeOutcome> Join(IEnumerable<NodeProgress> nodes, IEnumerable<RunRecord> records)
    {
        var byNode = records.ToDictionary(record => record.Node, StringComparer.Ordinal);
        return [.. nodes.Select(node => Of(node, byNode.GetValueOrDefault(node.Node)))];
    }

    /// <summary>Why a node has no more to say than it has, in words; null when it has said all, or will.</summary>
    public static string? WordsOf(NodeProgress node) =>
        (node.Phase, node.Reason) switch
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

    private static NodeOutcome Of(NodeProgress node, RunRecord? record) =>
        node.HasEnded && record is not null
            ? new(node.Node, record)
            : new(node.Node, node.Phase == NodePhase.Running ? record : null, WordsOf(node), node.Phase.ToString());
}
