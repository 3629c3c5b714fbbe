using NodeTasker.Cli.Results;
using NodeTasker.Cli.Views;

namespace NodeTasker.Cli.Tests.Views;

public sealed class OneLineViewsTests
{
    [Fact]
    public void The_summary_counts_by_phase_and_leaves_out_what_is_none() =>
        Assert.Equal(
            "6 nodes: 2 succeeded, 1 failed, 1 running, 1 waiting, 1 unknown",
            SummaryLine.Render([
                Outcomes.Waiting("f"),
                Outcomes.Lost("e", "x"),
                Outcomes.Succeeded("a"),
                Outcomes.Running("d"),
                Outcomes.Failed("c", 1),
                Outcomes.Succeeded("b"),
            ])
        );

    [Fact]
    public void One_node_is_in_the_singular() => Assert.Equal("1 node: 1 succeeded", SummaryLine.Render([Outcomes.Succeeded("a")]));

    public static TheoryData<string> Lines() =>
        [
            "worker-1: Succeeded exitCode=0 duration=1.204s",
            "worker-1: Failed NonZeroExit exitCode=3 duration=2s",
            "worker-1: Rejected",
            "worker-1: Running",
            "worker-1: no result yet",
            "worker-1: Unknown (its agent ended)",
        ];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_nodes_line_is_as_in_the_results_of_all(string line)
    {
        NodeOutcome[] outcomes =
        [
            Outcomes.Succeeded("worker-1"),
            Outcomes.Failed("worker-1", 3),
            Outcomes.Rejected("worker-1", "bad"),
            Outcomes.Running("worker-1"),
            Outcomes.Waiting("worker-1"),
            Outcomes.Lost("worker-1", "its agent ended"),
        ];

        Assert.Contains(line, outcomes.Select(OutcomeLine.Render));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("one", "one")]
    [InlineData("one\ntwo\n", "two")]
    [InlineData("one\ntwo\n\n\n", "two")]
    [InlineData("12345678901234567890123456789012345678901234567890", "12345678901234567890123456789012345678901234567…")]
    public void The_last_line_is_cut_to_fit(string? output, string line) =>
        Assert.Equal(line, RolloutTable.LastLineOf(Outcomes.Running("a", output).Record));
}
