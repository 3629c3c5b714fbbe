using NodeTasker.HostAgent.Hosting;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Tests.Journal;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Hosting;

public sealed class MetricsTextTests
{
    [Fact]
    public void Runs_are_counted_by_phase_from_the_journals()
    {
        var journal = new JournalState
        {
            Task = "task",
            Runs =
            [
                Entries.Ended("a"),
                Entries.Ended("b", reported: false),
                Entries.Ended("c", reported: false) with
                {
                    Phase = RunPhase.Failed,
                },
                Entries.Ended("d", reported: false) with
                {
                    Phase = RunPhase.Running,
                },
            ],
        };
        var status = new AgentStatus([]) { Blocked = null, Journals = [("task", () => journal)] };

        Assert.Equal(
            """
            # HELP node_tasker_ready Whether this agent can run tasks.
            # TYPE node_tasker_ready gauge
            node_tasker_ready 1
            # HELP node_tasker_runs Runs in this node's journal, by phase (the newest are kept).
            # TYPE node_tasker_runs gauge
            node_tasker_runs{task="task",phase="Running"} 1
            node_tasker_runs{task="task",phase="Succeeded"} 2
            node_tasker_runs{task="task",phase="Failed"} 1
            node_tasker_runs{task="task",phase="Cancelled"} 0
            # HELP node_tasker_unreported_runs Ended runs whose result the API server has not acknowledged yet.
            # TYPE node_tasker_unreported_runs gauge
            node_tasker_unreported_runs{task="task"} 2

            """,
            MetricsText.Of(status)
        );
    }

    [Fact]
    public void A_host_that_cannot_run_tasks_is_not_ready() =>
        Assert.Contains("\nnode_tasker_ready 0\n", MetricsText.Of(new AgentStatus([])), StringComparison.Ordinal);
}
