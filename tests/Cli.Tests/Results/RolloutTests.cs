using NodeTasker.Cli.Results;

namespace NodeTasker.Cli.Tests.Results;

public sealed class RolloutTests
{
    private static readonly Rollout TwoNodes = Rollout.Of(Outcomes.Run, ["n10", "n2"]);

    [Fact]
    public void Nodes_are_in_natural_order() => Assert.Equal(["n2", "n10"], TwoNodes.Nodes.Select(node => node.Node));

    [Fact]
    public void It_is_complete_when_every_node_has_ended()
    {
        var one = TwoNodes.With(Outcomes.Failed("n2", 1).Record!);
        var both = one.With(Outcomes.Succeeded("n10").Record!);

        Assert.Equal((1, false), (one.Finished, one.IsComplete));
        Assert.Equal((2, true), (both.Finished, both.IsComplete));
    }

    [Fact]
    public void A_running_node_has_not_ended() => Assert.Equal(0, TwoNodes.With(Outcomes.Running("n2").Record!).Finished);

    [Fact]
    public void Nothing_more_is_awaited_from_a_node_that_is_lost() =>
        Assert.Equal(1, TwoNodes.With(Outcomes.Running("n2").Record!).WithTrouble("n2", "gone").Finished);

    [Fact]
    public void A_result_outlives_its_agent() =>
        Assert.Null(TwoNodes.With(Outcomes.Succeeded("n2").Record!).WithTrouble("n2", "gone").Nodes[0].Trouble);

    [Fact]
    public void A_result_that_comes_after_its_agent_was_lost_is_the_result() =>
        Assert.Null(TwoNodes.WithTrouble("n2", "gone").With(Outcomes.Succeeded("n2").Record!).Nodes[0].Trouble);

    [Fact]
    public void A_node_that_is_not_part_of_it_changes_nothing() =>
        Assert.Equal(TwoNodes.Nodes, TwoNodes.With(Outcomes.Succeeded("stranger").Record!).Nodes);
}
