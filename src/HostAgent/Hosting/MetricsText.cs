using NodeTasker.ServiceHosting;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Hosting;

/// <summary>The agent's metrics in the text form of Prometheus, derived from the journals at each scrape.</summary>
internal static class MetricsText
{
    public static string Of(AgentStatus status)
    {
        var text = new MetricsWriter();
        text.Describe("node_tasker_ready", "gauge", "Whether this agent can run tasks.");
        text.Add("node_tasker_ready", "", status.NotReady is null ? 1 : 0);

        var journals = status.Journals;
        text.Describe("node_tasker_runs", "gauge", "Runs in this node's journal, by phase (the newest are kept).");
        foreach (var (task, journal) in journals)
        {
            foreach (var phase in Enum.GetValues<RunPhase>())
            {
                var count = journal().Runs.Count(r => r.Phase == phase);
                if (phase is not (RunPhase.Pending or RunPhase.Rejected))
                    text.Add("node_tasker_runs", $"{{task=\"{task}\",phase=\"{phase}\"}}", count);
            }
        }

        text.Describe("node_tasker_unreported_runs", "gauge", "Ended runs whose result the API server has not acknowledged yet.");
        foreach (var (task, journal) in journals)
            text.Add("node_tasker_unreported_runs", $"{{task=\"{task}\"}}", journal().Runs.Count(r => r.HasEnded && !r.Reported));
        return text.ToString();
    }
}
