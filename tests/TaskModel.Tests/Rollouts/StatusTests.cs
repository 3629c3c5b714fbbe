using NodeTasker.TaskModel.Rollouts;

namespace NodeTasker.TaskModel.Tests.Rollouts;

public sealed class StatusTests
{
    [Fact]
    public void A_rollout_is_complete_when_every_selected_node_has_ended()
    {
        var scene = new RolloutScene(("nodes", "n-*")).WithNode("n-1").WithNode("n-2").WithNode("x");

        Assert.Equal(RolloutStatus.InProgress, scene.Succeeds("n-1").Plan().Status);
        var plan = scene.Fails("n-2").Plan();
        Assert.Equal(RolloutStatus.Complete, plan.Status);
        Assert.Equal(scene.Now.AddMilliseconds(-1_204), plan.StartTime);
        Assert.Equal(scene.Now, plan.CompletionTime);
    }

    [Fact]
    public void A_task_that_selects_no_node_is_complete_and_says_so()
    {
        var plan = new RolloutScene(("nodes", "x")).WithAsking(2).Plan();

        Assert.Equal(RolloutStatus.Complete, plan.Status);
        Assert.Equal("The task selects no node.", plan.Message);
    }

    [Fact]
    public void A_node_that_joins_sets_a_complete_rollout_going_again()
    {
        var scene = new RolloutScene(("parallelism", "1")).WithAsking(1).Succeeds("n-1");
        Assert.Equal(RolloutStatus.Complete, scene.Plan().Status);

        Assert.Equal(RolloutStatus.InProgress, scene.WithAsking(1, from: 2).Plan().Status);
        Assert.Equal("n-2", scene.Granted());
    }

    [Fact]
    public void What_is_all_over_is_complete_though_it_halted_or_is_paused()
    {
        var scene = new RolloutScene(("maxFailures", "0")).WithAsking(1).Fails("n-1");
        scene.Spec = scene.Spec with { Paused = true };

        Assert.Equal(RolloutStatus.Complete, scene.Plan().Status);
        Assert.NotNull(scene.Ledger.Halt);
    }

    [Fact]
    public void A_rollout_that_halted_says_that_rather_than_that_it_is_paused()
    {
        var scene = new RolloutScene(("maxFailures", "0"), ("paused", "true")).WithAsking(2).Fails("n-1");

        Assert.Equal(RolloutStatus.Halted, scene.Plan().Status);
    }

    [Fact]
    public void A_cancelled_rollout_is_complete_when_nothing_runs_any_more_on_the_nodes_that_are_heard_of()
    {
        var scene = new RolloutScene(("parallelism", "2"), ("timeout", "0")).WithAsking(2).WithNode("silent").WithNode("lost").Runs("lost");
        scene.Plan();
        scene.Runs("n-1").WithNode("lost", NodeReadiness.Unreachable);
        scene.Spec = scene.Spec with { Cancelled = scene.Run.Value };

        Assert.Equal(RolloutStatus.InProgress, scene.Plan().Status);
        Assert.Equal(RolloutStatus.Complete, scene.After(TimeSpan.FromSeconds(10)).Ends("n-1", RunPhase.Cancelled).Ends("n-2", RunPhase.Cancelled).Plan().Status);
        Assert.Equal("Cancelled.", scene.Plan().Message);
    }

    [Fact]
    public void What_was_granted_just_before_a_cancel_may_run_yet()
    {
        var scene = new RolloutScene(("parallelism", "1")).WithAsking(2);
        scene.Plan();
        scene.Spec = scene.Spec with { Cancelled = scene.Run.Value };

        Assert.Equal(RolloutStatus.InProgress, scene.Plan().Status);
        Assert.Equal(RolloutStatus.InProgress, scene.After(TimeSpan.FromSeconds(89)).Plan().Status);
        Assert.Equal(RolloutStatus.Complete, scene.After(TimeSpan.FromSeconds(1)).Plan().Status);
    }
}
