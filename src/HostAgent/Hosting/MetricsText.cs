using System.Globalization;
using System.Text;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Hosting;

/// <summary>The agent's metrics in the text form of Prometheus, derived from the journals at each scrape.</summary>
internal static class MetricsText
{
    public static string Of(AgentStatus status)
    {
        var text = new StringBuilder();
        Describe(text, "node_tasker_ready", "Whether this agent can run tasks.");
        Line(text, "node_tasker_ready", "", status.NotReady is null ? 1 : 0);

        var journals = status.Journals;
        Describe(text, "node_tasker_runs", "Runs in this node's journal, by phase (the newest are kept).");
        foreach (var (task, journal) in journals)
        {
            foreach (var phase in Enum.GetValues<RunPhase>())
            {
                var count = journal().Runs.Count(r => r.Phase == phase);
                if (phase is not (RunPhase.Pending or RunPhase.Rejected)) Line(text, "node_tasker_runs", $"{{task=\"{task}\",phase=\"{phase}\"}}", count);
            }
        }

        Describe(text, "node_tasker_unreported_runs", "Ended runs whose result the API server has not acknowledged yet.");
        foreach (var (task, journal) in journals) Line(text, "node_tasker_unreported_runs", $"{{task=\"{task}\"}}", journal().Runs.Count(r => r.HasEnded && !r.Reported));
        return text.ToString();
    }

    private static void Describe(StringBuilder text, string name, string help) => text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(" gauge\n");

    private static void Line(StringBuilder text, string name, string labels, int value) => text.Append(name).Append(labels).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
