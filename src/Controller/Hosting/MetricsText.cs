using NodeTasker.Rollouts;
using NodeTasker.ServiceHosting;

namespace NodeTasker.Controller.Hosting;

/// <summary>The controller's metrics in the text form of Prometheus.</summary>
internal static class MetricsText
{
    public static string Of(ControllerStatus status)
    {
        var text = new MetricsWriter();
        text.Describe("node_tasker_controller_leader", "gauge", "Whether this replica leads.");
        text.Add("node_tasker_controller_leader", "", status.IsLeader ? 1 : 0);

        text.Describe("node_tasker_rollout_nodes", "gauge", "The nodes that the task selects, by phase; known to the leader.");
        foreach (var task in status.Tasks)
        {
            if (task.Counts is not { } counts)
                continue;
            foreach (var (phase, count) in PhasesOf(counts))
                text.Add("node_tasker_rollout_nodes", $"{{task=\"{task.Task}\",phase=\"{phase}\"}}", count);
        }

        text.Describe("node_tasker_grants", "gauge", "Grants that are given and not used up.");
        foreach (var task in status.Tasks)
            text.Add("node_tasker_grants", $"{{task=\"{task.Task}\"}}", task.Grants);

        return text.ToString();
    }

    private static (NodePhase Phase, int Count)[] PhasesOf(PhaseCounts counts) =>
        [
            (NodePhase.Pending, counts.Pending),
            (NodePhase.Running, counts.Running),
            (NodePhase.Succeeded, counts.Succeeded),
            (NodePhase.Failed, counts.Failed),
            (NodePhase.Cancelled, counts.Cancelled),
            (NodePhase.Rejected, counts.Rejected),
            (NodePhase.Unknown, counts.Unknown),
        ];
}
