using System.Globalization;
using System.Text;
using NodeTasker.TaskModel.Rollouts;

namespace NodeTasker.Controller.Hosting;

/// <summary>The controller's metrics in the text form of Prometheus.</summary>
internal static class MetricsText
{
    public static string Of(ControllerStatus status)
    {
        var text = new StringBuilder();
        Describe(text, "node_tasker_controller_leader", "gauge", "Whether this replica is the active one.");
        Line(text, "node_tasker_controller_leader", "", status.IsLeader ? 1 : 0);

        Describe(text, "node_tasker_rollout_nodes", "gauge", "The nodes that the task selects, by phase; known to the active replica.");
        foreach (var task in status.Tasks)
        {
            if (task.Counts is not { } counts) continue;
            foreach (var (phase, count) in PhasesOf(counts)) Line(text, "node_tasker_rollout_nodes", $"{{task=\"{task.Task}\",phase=\"{phase}\"}}", count);
        }

        Describe(text, "node_tasker_grants", "gauge", "Grants that are given and not used up.");
        foreach (var task in status.Tasks) Line(text, "node_tasker_grants", $"{{task=\"{task.Task}\"}}", task.Grants);

        Describe(text, "node_tasker_controller_writes_total", "counter", "Writes to the API since the start, by kind.");
        foreach (var task in status.Tasks)
        {
            foreach (var (kind, count) in task.Writes.Counts) Line(text, "node_tasker_controller_writes_total", $"{{task=\"{task.Task}\",kind=\"{kind.ToString().ToLowerInvariant()}\"}}", count);
        }

        return text.ToString();
    }

    private static (NodePhase Phase, int Count)[] PhasesOf(PhaseCounts counts) =>
    [
        (NodePhase.Pending, counts.Pending), (NodePhase.Running, counts.Running), (NodePhase.Succeeded, counts.Succeeded), (NodePhase.Failed, counts.Failed),
        (NodePhase.Cancelled, counts.Cancelled), (NodePhase.Rejected, counts.Rejected), (NodePhase.Unknown, counts.Unknown),
    ];

    private static void Describe(StringBuilder text, string name, string type, string help) => text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private static void Line(StringBuilder text, string name, string labels, long value) => text.Append(name).Append(labels).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
