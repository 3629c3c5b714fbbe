using System.Runtime.InteropServices;
using NodeTasker.Rollouts;

namespace NodeTasker.Cli.Tests;

public sealed class ExitCodesTests
{
    private static readonly NodeProgress Good = new("a", NodePhase.Succeeded);

    [Fact]
    public void All_nodes_succeeded_is_0() => Assert.Equal(0, ExitCodes.Of([Good, Good with { Node = "b" }]));

    [Fact]
    public void A_node_that_failed_is_1() => Assert.Equal(1, ExitCodes.Of([Good, new("b", NodePhase.Failed, ExitCode: 77)]));

    [Fact]
    public void A_cancelled_node_is_1() => Assert.Equal(1, ExitCodes.Of([Good, new("b", NodePhase.Cancelled)]));

    [Fact]
    public void A_node_that_is_lost_is_1() => Assert.Equal(1, ExitCodes.Of([Good, new("b", NodePhase.Unknown)]));

    [Fact]
    public void A_rejected_task_is_2_even_where_a_node_failed_too() =>
        Assert.Equal(2, ExitCodes.Of([new("a", NodePhase.Failed, ExitCode: 1), new("b", NodePhase.Rejected)]));

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    [InlineData(PosixSignal.SIGHUP, 129)]
    public void A_signal_is_128_and_its_number(PosixSignal signal, int code) => Assert.Equal(code, ExitCodes.Of(signal));
}
