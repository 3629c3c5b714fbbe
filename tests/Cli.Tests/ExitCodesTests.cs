using System.Runtime.InteropServices;
using NodeTasker.Cli.Results;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Tests;

public sealed class ExitCodesTests
{
    private static readonly NodeOutcome Good = Outcomes.Succeeded("a");

    [Fact]
    public void All_nodes_succeeded_is_0() => Assert.Equal(0, ExitCodes.Of([Good, Outcomes.Succeeded("b")]));

    [Fact]
    public void A_node_that_failed_is_1() => Assert.Equal(1, ExitCodes.Of([Good, Outcomes.Failed("b", 77)]));

    [Fact]
    public void A_cancelled_node_is_1() =>
        Assert.Equal(1, ExitCodes.Of([Good, new NodeOutcome("b", Outcomes.Record("b", RunPhase.Cancelled))]));

    [Fact]
    public void A_node_whose_agent_is_lost_is_1() => Assert.Equal(1, ExitCodes.Of([Good, Outcomes.Lost("b", "its agent ended")]));

    [Fact]
    public void A_rejected_task_is_2_even_where_a_node_failed_too() =>
        Assert.Equal(2, ExitCodes.Of([Outcomes.Failed("a", 1), Outcomes.Rejected("b", "unknown key")]));

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    [InlineData(PosixSignal.SIGHUP, 129)]
    public void A_signal_is_128_and_its_number(PosixSignal signal, int code) => Assert.Equal(code, ExitCodes.Of(signal));
}
