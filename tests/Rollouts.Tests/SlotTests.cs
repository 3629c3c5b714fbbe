using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

public sealed class SlotTests
{
    private static readonly (string, string)[] Scheduled = [("schedule", "*/5 * * * *"), ("parallelism", "1"), ("maxFailures", "1")];

    private readonly RolloutScene _scene = new(Scheduled) { Now = RolloutScene.Start.AddMinutes(7) };

    private RunId At5 => _scene.Run.InSlot("202611221005");

    private RunId At10 => _scene.Run.InSlot("202611221010");

    [Fact]
    public void The_summary_is_about_the_newest_scheduled_minute_that_a_result_names()
    {
        Assert.Equal(_scene.Run, _scene.WithAsking(3).Plan().Run);
        Assert.Equal(At5, _scene.Asks("n-1", At5).Asks("n-2", _scene.Run.InSlot("202611221000")).Plan().Run);
    }

    [Fact]
    public void A_node_whose_clock_is_far_ahead_makes_no_minute_of_its_own()
    {
        _scene.WithAsking(2).Succeeds("n-1", _scene.Run.InSlot("209911221005")).Succeeds("n-2", At5);

        var plan = _scene.Plan();

        Assert.Equal(At5, plan.Run);
        Assert.Equal(RolloutStatus.Complete, plan.Status);
    }

    [Fact]
    public void A_minute_that_a_node_made_up_moves_nothing_for_the_others()
    {
        _scene.WithAsking(3).Fails("n-1", At5).Fails("n-2", At5);

        foreach (var made in (string[])["202611221006", "000101010000"])
        {
            _scene.Asks("n-3", _scene.Run.InSlot(made));

            var plan = RolloutPlanner.Plan(_scene.View, _scene.Now);
            Assert.Equal((At5, RolloutStatus.Halted), (plan.Run, plan.Status));
        }
    }

    [Fact]
    public void A_task_without_a_schedule_has_no_minutes()
    {
        var scene = new RolloutScene(("maxFailures", "1")) { Now = _scene.Now }
            .WithAsking(3)
            .Fails("n-1")
            .Fails("n-2");
        scene.Asks("n-3", scene.Run.InSlot("202611221005"));

        var plan = scene.Plan();

        Assert.Equal((scene.Run, RolloutStatus.Halted), (plan.Run, plan.Status));
    }

    [Fact]
    public void A_minute_from_before_the_content_was_set_is_not_the_newest()
    {
        _scene.SetTime = RolloutScene.Start.AddMinutes(6).AddSeconds(30);

        Assert.Equal(_scene.Run, _scene.WithAsking(2).Succeeds("n-1", At5).Plan().Run);
    }

    [Fact]
    public void Each_minute_asks_for_grants_of_its_own()
    {
        _scene.WithAsking(2).Asks("n-1", At5).Asks("n-2", At5);
        Assert.Equal(At5, _scene.Plan().Ledger.Grants["n-1"].Run);

        Assert.Equal("n-2", _scene.Succeeds("n-1", At5).Granted());
        Assert.Equal(At10, _scene.After(TimeSpan.FromMinutes(5)).Succeeds("n-2", At5).Asks("n-1", At10).Plan().Ledger.Grants["n-1"].Run);
    }

    [Fact]
    public void A_grant_of_a_minute_that_is_past_goes_to_the_newest()
    {
        _scene.WithAsking(2).Asks("n-1", At5).Plan();

        var plan = _scene.After(TimeSpan.FromMinutes(5)).Asks("n-1", At10).Plan();

        Assert.Equal(new Grant(At10, _scene.Now), plan.Ledger.Grants["n-1"]);
    }

    [Fact]
    public void A_node_that_has_not_begun_the_newest_minute_is_pending()
    {
        _scene.WithNode("n-1").WithNode("n-2").WithNode("n-3").Succeeds("n-1", At5);
        _scene
            .Ends("n-2", RunPhase.Succeeded, _scene.Run, RolloutScene.Start.AddMinutes(1))
            .Runs("n-3", since: RolloutScene.Start.AddMinutes(1));

        Assert.Equal("Succeeded exitCode=0 duration=1.204s", _scene.LineOf("n-1"));
        Assert.Equal("Pending NoAgent age=2m", _scene.LineOf("n-2"));
        Assert.Equal("Pending Busy", _scene.LineOf("n-3"));
    }

    [Fact]
    public void A_node_that_joined_after_the_minute_and_ran_the_content_is_not_waited_for()
    {
        _scene.WithNode("n-1").WithNode("n-2").Succeeds("n-1", At5).Succeeds("n-2");

        Assert.Equal(RolloutStatus.Complete, _scene.Plan().Status);
    }

    [Fact]
    public void Failures_of_an_older_minute_do_not_count()
    {
        _scene.WithAsking(3).Fails("n-1", At5).Fails("n-2", At10).Asks("n-3", At10);

        Assert.Equal(RolloutStatus.InProgress, _scene.After(TimeSpan.FromMinutes(5)).Plan().Status);
        Assert.Equal(RolloutStatus.Halted, _scene.Fails("n-3", At10).Fails("n-2", At10).Plan().Status);
    }

    [Fact]
    public void A_halt_holds_the_next_minute_up_too()
    {
        _scene.WithAsking(3).Fails("n-1", At5).Fails("n-2", At5).Asks("n-3", At5).Plan();

        var plan = _scene.After(TimeSpan.FromMinutes(5)).Asks("n-1", At10).Asks("n-2", At10).Asks("n-3", At10).Plan();

        Assert.Equal(RolloutStatus.Halted, plan.Status);
        Assert.DoesNotContain(plan.Ledger.Grants, grant => !grant.Value.IsRevoked);
    }

    [Fact]
    public void Cancelling_one_minute_leaves_the_others_alone()
    {
        _scene.WithAsking(2).Asks("n-1", At5).Asks("n-2", At10);
        _scene.Spec = _scene.Spec with { Cancelled = At5 };

        Assert.Equal("n-2", _scene.After(TimeSpan.FromMinutes(5)).Granted());
    }

    [Fact]
    public void A_boot_is_bounded_by_parallelism_but_not_by_waves()
    {
        var scene = new RolloutScene(("everyBoot", "true"), ("parallelism", "2"), ("waves", "1"), ("soak", "1h"))
            .WithAsking(4)
            .Succeeds("n-1");
        var boot = scene.Run.InSlot("boot0a1b2c3d");
        Assert.Equal("", scene.Granted());

        Assert.Equal("n-1", scene.Asks("n-1", boot).Granted());
        Assert.Equal("Running", scene.Runs("n-1", boot).LineOf("n-1"));
        Assert.Equal("", scene.Succeeds("n-1", boot).Granted());
    }

    [Fact]
    public void A_boot_takes_a_place_from_the_rollout()
    {
        var scene = new RolloutScene(("everyBoot", "true"), ("parallelism", "1")).WithAsking(2);

        Assert.Equal("", scene.Runs("n-1", scene.Run.InSlot("boot0a1b2c3d")).Granted());
    }
}
