using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

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
    public void A_task_that_was_rejected_and_then_put_right_is_not_complete_for_a_moment()
    {
        var scene = new RolloutScene().WithAsking(2).Ends("n-1", RunPhase.Rejected).Ends("n-2", RunPhase.Rejected);
        Assert.Equal(RolloutStatus.Complete, scene.Plan().Status);

        scene.ChangeTime = scene.Now;
        var putRight = scene.Plan();
        scene.Now += TimeSpan.FromSeconds(9);
        var slow = scene.Succeeds("n-1").Plan();
        var done = scene.Succeeds("n-2").Plan();

        Assert.Equal(
            [RolloutStatus.InProgress, RolloutStatus.InProgress, RolloutStatus.Complete],
            [putRight.Status, slow.Status, done.Status]
        );
    }

    [Fact]
    public void An_agent_that_still_rejects_what_was_put_right_is_believed_in_the_end()
    {
        var scene = new RolloutScene().WithAsking(1).Ends("n-1", RunPhase.Rejected);
        scene.ChangeTime = scene.Now;
        var wake = scene.Plan().Wake;
        scene.Now = wake!.Value;

        Assert.Equal((RolloutStatus.Complete, "Rejected"), (scene.Plan().Status, scene.LineOf("n-1").Split(' ')[0]));
    }

    [Fact]
    public void Nothing_is_expected_of_nodes_that_can_have_no_agent()
    {
        var scene = new RolloutScene()
            .WithAsking(1)
            .WithNode("win-1", labels: ("kubernetes.io/os", "windows"))
            .WithNode("virtual-1", labels: ("type", "virtual-kubelet"));

        var plan = scene.Succeeds("n-1").Plan();

        Assert.Equal((RolloutStatus.Complete, 1, 2), (plan.Status, plan.Nodes.Count, plan.WithoutAgent));
    }

    [Fact]
    public void A_task_for_nodes_that_can_have_no_agent_alone_says_so()
    {
        var plan = new RolloutScene(("nodes", "win-*")).WithAsking(1).WithNode("win-1", labels: ("kubernetes.io/os", "windows")).Plan();

        Assert.Equal(RolloutStatus.Complete, plan.Status);
        Assert.Equal("The task selects 1 node, and none that can have an agent: no Windows, no virtual kubelet.", plan.Message);
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
        scene.Spec = scene.Spec with { Cancelled = scene.Run };

        Assert.Equal(RolloutStatus.InProgress, scene.Plan().Status);
        Assert.Equal(
            RolloutStatus.Complete,
            scene.After(TimeSpan.FromSeconds(10)).Ends("n-1", RunPhase.Cancelled).Ends("n-2", RunPhase.Cancelled).Plan().Status
        );
        Assert.Equal("Cancelled.", scene.Plan().Message);
    }

    [Fact]
    public void What_has_ended_everywhere_was_not_cancelled_afterwards()
    {
        var scene = new RolloutScene().WithNode("n-1").WithNode("n-2").Succeeds("n-1").Succeeds("n-2");
        scene.Spec = scene.Spec with { Cancelled = scene.Run };

        Assert.Equal((RolloutStatus.Complete, null), (scene.Plan().Status, scene.Plan().Message));
        Assert.Equal((RolloutStatus.Complete, "Cancelled."), (scene.Ends("n-2", RunPhase.Cancelled).Plan().Status, scene.Plan().Message));
    }

    [Theory]
    [InlineData("everyBoot", "true")]
    [InlineData("schedule", "@daily")]
    public void What_would_have_started_again_says_that_it_does_not(string key, string value)
    {
        var scene = new RolloutScene((key, value)).WithNode("n-1").Succeeds("n-1");
        scene.Spec = scene.Spec with { Cancelled = scene.Run };

        Assert.Equal("Cancelled: nothing starts it again.", scene.Plan().Message);
    }

    [Fact]
    public void A_paused_rollout_says_so_once()
    {
        var plan = new RolloutScene(("paused", "true")).WithAsking(1).Plan();

        Assert.Equal((RolloutStatus.Paused, "No further node starts until it is resumed."), (plan.Status, plan.Message));
    }

    [Fact]
    public void What_was_granted_just_before_a_cancel_may_run_yet()
    {
        var scene = new RolloutScene(("parallelism", "1")).WithAsking(2);
        scene.Plan();
        scene.Spec = scene.Spec with { Cancelled = scene.Run };

        Assert.Equal(RolloutStatus.InProgress, scene.Plan().Status);
        Assert.Equal(RolloutStatus.InProgress, scene.After(TimeSpan.FromSeconds(89)).Plan().Status);
        Assert.Equal(RolloutStatus.Complete, scene.After(TimeSpan.FromSeconds(1)).Plan().Status);
    }

    [Fact]
    public void A_rollout_that_is_cancelled_before_its_agents_were_heard_is_not_complete_before_they_could_be()
    {
        var scene = new RolloutScene().WithNode("n-1").WithNode("n-2").WithNode("gone", NodeReadiness.Unreachable);
        scene.Now = scene.SetTime.AddSeconds(1);
        scene.Spec = scene.Spec with { Cancelled = scene.Run };

        Assert.Equal(RolloutStatus.InProgress, scene.Plan().Status);
        Assert.Equal(RolloutStatus.InProgress, scene.Runs("n-1").Ends("n-2", RunPhase.Cancelled).Plan().Status);
        Assert.Equal(RolloutStatus.Complete, scene.Ends("n-1", RunPhase.Cancelled).Plan().Status);
    }

    [Fact]
    public void Of_a_cancelled_rollout_nodes_that_say_nothing_are_waited_for_as_long_as_a_live_agent_may_take()
    {
        var scene = new RolloutScene().WithNode("n-1");
        scene.Now = scene.SetTime.AddSeconds(1);
        scene.Spec = scene.Spec with { Cancelled = scene.Run };

        var plan = scene.Plan();
        Assert.Equal(RolloutStatus.InProgress, plan.Status);
        scene.Now = plan.Wake!.Value;

        Assert.Equal((RolloutStatus.Complete, "Pending NoAgent age=10s"), (scene.Plan().Status, scene.LineOf("n-1")));
    }

    [Fact]
    public void What_waited_when_it_was_cancelled_may_have_begun_just_before()
    {
        var scene = new RolloutScene().WithNode("n-1").Asks("n-1").WithNode("silent");
        scene.CancelTime = scene.Now;
        scene.Spec = scene.Spec with { Cancelled = scene.Run };

        var plan = scene.Plan();
        Assert.Equal((RolloutStatus.InProgress, scene.Now.AddSeconds(10)), (plan.Status, plan.Wake));

        Assert.Equal(RolloutStatus.Complete, scene.After(TimeSpan.FromSeconds(10)).Plan().Status);
    }

    [Fact]
    public void A_cancelled_rollout_does_not_wait_for_a_node_without_an_agent()
    {
        var scene = new RolloutScene().WithNode("n-1").Succeeds("n-1").WithNode("silent");
        scene.CancelTime = scene.Now;
        scene.Spec = scene.Spec with { Cancelled = scene.Run };

        Assert.Equal(RolloutStatus.Complete, scene.Plan().Status);
    }
}
