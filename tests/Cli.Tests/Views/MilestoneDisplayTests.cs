using NodeTasker.Cli.Results;
using NodeTasker.Cli.Views;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Tests.Views;

public sealed class MilestoneDisplayTests
{
    [Fact(Timeout = 10_000)]
    public async Task Each_phase_of_a_node_is_one_line()
    {
        var written = new StringWriter { NewLine = "\n" };
        var rollout = Rollout.Of(Outcomes.Run, ["a", "b"]);

        await new MilestoneDisplay(written)
            .ShowWhileAsync(rollout, show =>
            {
                foreach (
                    var record in new[]
                    {
                        Outcomes.Running("a", "1"),
                        Outcomes.Running("a", "2"),
                        Outcomes.Succeeded("a"),
                        Outcomes.Succeeded("a"),
                    }
                )
                    show(rollout = rollout.With(record.Record!));
                show(rollout.WithTrouble("b", "its agent ended"));
                return Task.CompletedTask;
            })
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            "[0/2] a: Running\n[1/2] a: Succeeded exitCode=0 duration=1.204s\n[2/2] b: Unknown (its agent ended)\n",
            written.ToString()
        );
    }

    [Fact]
    public void A_result_of_another_run_is_no_milestone()
    {
        var rollout = Rollout.Of(Outcomes.Run, ["a"]);

        var next = rollout.With(Outcomes.Succeeded("a").Record! with { Run = new RunId("ba9876543210") });

        Assert.Empty(MilestoneDisplay.LinesBetween(rollout, next));
    }
}
