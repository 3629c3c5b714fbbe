using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

public sealed class HaltTests
{
    [Theory]
    [InlineData("0", 10, 1)]
    [InlineData("2", 10, 3)]
    [InlineData("20%", 10, 3)]
    [InlineData("29%", 10, 3)]
    [InlineData("9%", 10, 1)]
    public void A_rollout_halts_once_more_nodes_failed_than_may(string maxFailures, int nodes, int haltsAt)
    {
        var scene = new RolloutScene(("maxFailures", maxFailures)).WithAsking(nodes);

        for (var failed = 1; failed <= haltsAt; failed++)
        {
            Assert.Equal(RolloutStatus.InProgress, scene.Plan().Status);
            scene.Fails($"n-{failed}");
        }

        Assert.Equal(RolloutStatus.Halted, scene.Plan().Status);
    }

    [Fact]
    public void A_halted_rollout_grants_nothing_takes_back_what_has_not_started_and_says_what_to_do()
    {
        var scene = new RolloutScene(("maxFailures", "0"), ("parallelism", "3")).WithAsking(5);
        Assert.Equal("n-1 n-2 n-3", scene.Granted());

        var plan = scene.Runs("n-1").Fails("n-2").Plan();

        Assert.Equal(RolloutStatus.Halted, plan.Status);
        Assert.Equal(
            "1 node failed and maxFailures is 0 of 5 nodes: no further node starts. Raise maxFailures, rerun the failed nodes, or set the task anew.",
            plan.Message
        );
        Assert.Equal(new Grant(scene.Run, scene.Now, IsRevoked: true), plan.Ledger.Grants["n-3"]);
        Assert.Equal(["n-1"], plan.Ledger.Grants.Where(grant => !grant.Value.IsRevoked).Select(grant => grant.Key));
        Assert.Equal(new HaltMark(scene.Run, new(0, false), null, scene.Now), plan.Ledger.Halt);
    }

    [Fact]
    public void A_halted_rollout_stays_halted_though_the_failed_node_goes()
    {
        var scene = new RolloutScene(("maxFailures", "0"), ("parallelism", "1")).WithAsking(3).Fails("n-1");
        scene.Plan();

        var plan = scene.WithoutNode("n-1").After(TimeSpan.FromHours(1)).Plan();

        Assert.Equal(RolloutStatus.Halted, plan.Status);
        Assert.DoesNotContain(plan.Ledger.Grants, grant => !grant.Value.IsRevoked);
    }

    [Fact]
    public void Another_maxFailures_sets_it_going_again()
    {
        var scene = new RolloutScene(("maxFailures", "0"), ("parallelism", "1")).WithAsking(3).Fails("n-1");
        scene.Plan();

        scene.Spec = scene.Spec with { MaxFailures = new(1, false) };

        Assert.Equal("n-2", scene.Granted());
        Assert.Null(scene.Ledger.Halt);
    }

    [Fact]
    public void Another_maxFailures_that_is_exceeded_too_halts_again()
    {
        var scene = new RolloutScene(("maxFailures", "0")).WithAsking(4).Fails("n-1").Fails("n-2");
        scene.Plan();

        scene.Spec = scene.Spec with { MaxFailures = new(1, false) };

        Assert.Equal(RolloutStatus.Halted, scene.After(TimeSpan.FromMinutes(1)).Plan().Status);
        Assert.Equal(scene.Now, scene.Ledger.Halt?.Time);
    }

    [Fact]
    public void Another_content_is_not_halted()
    {
        var scene = new RolloutScene(("maxFailures", "0"), ("parallelism", "1")).WithAsking(2).Fails("n-1");
        scene.Plan();

        scene.Spec = Tasks.Valid(Tasks.With(("maxFailures", "0"), ("parallelism", "1"), ("nonce", "2")));

        Assert.Equal("n-1", scene.Asks("n-1").Asks("n-2").Granted());
    }

    [Fact]
    public void A_rerun_sets_it_going_again_with_the_failed_nodes()
    {
        var scene = new RolloutScene(("maxFailures", "0"), ("parallelism", "1")).WithAsking(2).Fails("n-1");
        scene.Plan();

        var rerun = Rerun.Of(scene.Run, scene.After(TimeSpan.FromMinutes(1)).Now);
        scene.Spec = scene.Spec with { Rerun = rerun };
        Assert.Equal("n-2", scene.Granted());
        Assert.Equal(rerun.Run, scene.Succeeds("n-2").Asks("n-1", rerun.Run).Plan().Ledger.Grants["n-1"].Run);
        Assert.Equal(RolloutStatus.InProgress, scene.Plan().Status);
        Assert.Equal(RolloutStatus.Complete, scene.Succeeds("n-1", rerun.Run).Plan().Status);
    }

    [Fact]
    public void A_rerun_that_fails_halts_again()
    {
        var scene = new RolloutScene(("maxFailures", "0")).WithAsking(2).Fails("n-1");
        scene.Plan();
        var rerun = Rerun.Of(scene.Run, scene.Now);
        scene.Spec = scene.Spec with { Rerun = rerun };
        scene.Plan();

        Assert.Equal(RolloutStatus.Halted, scene.After(TimeSpan.FromSeconds(5)).Fails("n-1", rerun.Run).Plan().Status);
    }

    [Fact]
    public void A_lost_node_has_failed_at_once()
    {
        var scene = new RolloutScene(("maxFailures", "0")).WithAsking(2).Runs("n-1").WithNode("n-1", NodeReadiness.Unreachable);

        Assert.Equal(RolloutStatus.Halted, scene.Plan().Status);
    }

    public static TheoryData<RunPhase> EndsThatAreNoFailure { get; } = [RunPhase.Succeeded, RunPhase.Rejected];

    [Theory]
    [MemberData(nameof(EndsThatAreNoFailure))]
    public void A_rejected_or_good_node_has_not_failed(RunPhase phase) =>
        Assert.Equal(RolloutStatus.InProgress, new RolloutScene(("maxFailures", "0")).WithAsking(2).Ends("n-1", phase).Plan().Status);

    [Fact]
    public void Nodes_that_are_unselected_unreachable_gone_or_failed_an_older_content_have_not_failed()
    {
        var scene = new RolloutScene(("maxFailures", "0"), ("nodes", "n-*")).WithAsking(3);
        scene.WithNode("x").Fails("x");
        scene.WithNode("n-1", NodeReadiness.Unreachable).Fails("n-2", scene.OlderRun).Fails("gone");

        Assert.Equal(RolloutStatus.InProgress, scene.Plan().Status);
    }

    [Fact]
    public void A_node_that_was_cancelled_has_failed_unless_the_operator_cancelled_the_run()
    {
        var scene = new RolloutScene(("maxFailures", "0")).WithAsking(2).Ends("n-1", RunPhase.Cancelled);
        var byTheOperator = RolloutPlanner.Plan(
            scene.View with
            {
                Task = new ParsedTask.Valid(scene.Spec with { Cancelled = scene.Run }),
            },
            scene.Now
        );

        Assert.Null(byTheOperator.Ledger.Halt);
        Assert.Equal(RolloutStatus.Halted, scene.Plan().Status);
    }

    [Fact]
    public void A_boot_that_fails_counts_as_any_failure()
    {
        var scene = new RolloutScene(("maxFailures", "0"), ("everyBoot", "true")).WithAsking(2);

        Assert.Equal(RolloutStatus.Halted, scene.Fails("n-1", scene.Run.InSlot("boot0a1b2c3d")).Plan().Status);
    }
}
