using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

public sealed class RerunPlanTests
{
    private readonly RolloutScene _scene = new RolloutScene().WithNode("good").Succeeds("good").WithNode("bad").Fails("bad");

    [Fact]
    public void A_failed_node_is_pending_again_as_soon_as_the_rerun_is_wished()
    {
        Assert.Equal(RolloutStatus.Complete, _scene.Plan().Status);

        Wish();

        Assert.Equal(RolloutStatus.InProgress, _scene.Plan().Status);
        Assert.Equal("Pending", _scene.LineOf("bad"));
        Assert.Equal("Succeeded exitCode=0 duration=1.204s", _scene.LineOf("good"));
        Assert.Equal("Pending NoAgent age=30s", _scene.After(TimeSpan.FromSeconds(40)).LineOf("bad"));
    }

    [Fact]
    public void The_rerun_s_end_is_the_node_s_end()
    {
        var rerun = Wish();

        Assert.Equal("Failed NonZeroExit exitCode=3 duration=1.204s", _scene.Fails("bad", rerun.Run).LineOf("bad"));
        Assert.Equal(RolloutStatus.Complete, _scene.Plan().Status);
    }

    [Fact]
    public void What_failed_after_the_wish_is_not_run_again_by_it()
    {
        Wish();

        Assert.Equal("Failed NonZeroExit exitCode=3 duration=1.204s", _scene.After(TimeSpan.FromSeconds(5)).Fails("bad").LineOf("bad"));
    }

    [Fact]
    public void What_the_operator_cancelled_runs_again_too()
    {
        _scene.Ends("bad", RunPhase.Cancelled);
        Wish();

        Assert.Equal("Pending", _scene.LineOf("bad"));
    }

    [Fact]
    public void While_the_content_is_cancelled_nothing_is_run_again()
    {
        Wish();
        _scene.Spec = _scene.Spec with { Cancelled = _scene.Run };

        Assert.Equal(RolloutStatus.Complete, _scene.Plan().Status);
    }

    [Fact]
    public void A_second_rerun_is_one_more()
    {
        var first = Wish();
        _scene.Fails("bad", first.Run).After(TimeSpan.FromMinutes(1));
        Wish();

        Assert.Equal("Pending", _scene.LineOf("bad"));
    }

    private Rerun Wish()
    {
        var rerun = Rerun.Of(_scene.Run, _scene.After(TimeSpan.FromSeconds(1)).Now);
        _scene.Spec = _scene.Spec with { Rerun = rerun };
        return rerun;
    }
}
