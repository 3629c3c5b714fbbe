using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

public sealed class BadTaskPlanTests
{
    private readonly RolloutScene _scene = new RolloutScene()
        .WithNode("n-1")
        .WithNode("n-2")
        .WithNode("n-3", NodeReadiness.NotReady, RolloutScene.Start);

    [Fact]
    public void Every_node_has_a_line_and_the_message_is_what_is_wrong()
    {
        _scene.Has("n-1", new() { Run = _scene.Run, Phase = RunPhase.Rejected });

        var plan = _scene.PlanMalformed();

        Assert.Equal("unknown key 'timout'", plan.Message);
        Assert.Equal(
            ["Rejected", "Pending NoAgent age=1m", "Pending NodeNotReady age=1m"],
            plan.Nodes.Select(node => SummaryLine.Of(node, _scene.Now))
        );
        Assert.Equal(RolloutStatus.InProgress, plan.Status);
    }

    [Fact]
    public void It_is_complete_once_every_Ready_node_has_answered()
    {
        _scene.Ends("n-1", RunPhase.Rejected).Succeeds("n-2");

        Assert.Equal(RolloutStatus.Complete, _scene.PlanMalformed().Status);
    }

    [Fact]
    public void What_was_granted_is_taken_back_and_a_halt_is_kept()
    {
        var halt = new HaltMark(_scene.Run, new(1, false), null, RolloutScene.Start);
        _scene.Asks("n-1").WithGrant("n-1").Ledger = _scene.Ledger with { Halt = halt };

        var ledger = _scene.PlanMalformed().Ledger;

        Assert.True(ledger.Grants["n-1"].IsRevoked);
        Assert.Equal(halt, ledger.Halt);
    }
}
