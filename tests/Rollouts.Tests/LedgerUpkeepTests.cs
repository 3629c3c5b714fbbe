using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

public sealed class LedgerUpkeepTests
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    [Fact]
    public void A_grant_that_is_taken_back_keeps_its_place_until_its_agent_must_have_been_heard()
    {
        var scene = new RolloutScene(("parallelism", "1")).WithAsking(1).WithNode("x").WithGrant("x", isRevoked: true);
        var given = scene.Now;

        Assert.Equal("", scene.Granted());
        Assert.Equal("", scene.After(Silence - TimeSpan.FromMilliseconds(1)).Granted());
        Assert.Equal(given + Silence, scene.Plan().Wake);
        Assert.Equal("n-1", scene.After(TimeSpan.FromMilliseconds(1)).Granted());
        Assert.Equal(["n-1"], scene.Ledger.Grants.Keys);
    }

    [Fact]
    public void What_was_taken_back_counts_as_long_as_its_agent_can_see_it()
    {
        var scene = new RolloutScene(("parallelism", "1")).WithAsking(1).WithNode("x").WithGrant("x", isRevoked: true);
        scene.Leases["x"] = scene.Run;

        Assert.Equal("", scene.After(TimeSpan.FromMinutes(5)).Granted());
        scene.Leases.Clear();
        Assert.Equal("", scene.After(Silence - TimeSpan.FromMilliseconds(1)).Granted());
        Assert.Equal("n-1", scene.After(TimeSpan.FromMilliseconds(1)).Granted());
    }

    [Fact]
    public void The_grant_of_a_node_that_is_not_selected_any_more_is_taken_back()
    {
        var scene = new RolloutScene(("parallelism", "1"), ("nodes", "n-*")).WithAsking(1).WithNode("x").Asks("x").WithGrant("x");

        Assert.Equal(new Grant(scene.Run, scene.Now, IsRevoked: true), scene.Plan().Ledger.Grants["x"]);
    }

    [Fact]
    public void The_grant_of_an_older_content_is_taken_back_and_its_place_goes_to_the_new_one()
    {
        var scene = new RolloutScene(("parallelism", "1")).WithAsking(2).WithGrant("n-2", run: new RunId("00000000abcd"));

        Assert.Equal("", scene.HasNoResult("n-2").Granted());
        Assert.Equal("", scene.Asks("n-2").Granted());
        Assert.Equal("n-1", scene.After(Settling).Granted());
    }

    [Fact]
    public void A_grant_of_an_older_content_keeps_its_place_while_its_node_is_silent_for_it_may_have_started_just_before_the_API_was_away()
    {
        var scene = new RolloutScene(("parallelism", "1"))
            .WithAsking(2)
            .WithGrant("n-2", run: new RunId("00000000abcd"))
            .HasNoResult("n-2");
        scene.Asks("n-2", new RunId("00000000abcd"));

        scene.Plan();
        Assert.Equal("", scene.After(Silence - TimeSpan.FromSeconds(1)).Granted());
        scene.Runs("n-2", new RunId("00000000abcd"));
        Assert.Equal("", scene.After(TimeSpan.FromMinutes(1)).Granted());
        Assert.Equal("n-1", scene.Succeeds("n-2", new RunId("00000000abcd")).Granted());
    }

    [Fact]
    public void A_grant_that_is_young_is_not_given_up_for_what_may_be_old_news_of_its_node()
    {
        var scene = new RolloutScene(("parallelism", "1"))
            .WithAsking(2)
            .WithGrant("n-2", run: new RolloutScene().OlderRun, at: RolloutScene.Start.AddSeconds(59));

        Assert.Equal("", scene.Granted());
        Assert.Equal("n-1", scene.After(Settling).Granted());
    }

    [Fact]
    public void A_grant_is_used_up_by_an_end_of_its_own_run_only()
    {
        var scene = new RolloutScene(("parallelism", "1"), ("concurrencyPolicy", "Replace")).WithNode("n-1").WithGrant("n-1");

        Assert.Equal("n-1", scene.Ends("n-1", RunPhase.Cancelled, scene.OlderRun).Granted());
        Assert.Equal("", scene.Ends("n-1", RunPhase.Cancelled).Granted());
        Assert.Empty(scene.Ledger.Grants);
    }

    [Fact]
    public void A_grant_of_a_node_whose_result_somebody_removed_counts_until_its_run_must_be_over()
    {
        var scene = new RolloutScene(
            ("parallelism", "1"),
            ("timeout", "5m"),
            ("gracePeriod", "10s"),
            ("retries", "1"),
            ("retryDelay", "20s")
        ).WithAsking(2);
        scene.Plan();
        scene.HasNoResult("n-1");

        // Two attempts, the delay between them, and a minute.
        var bound = (2 * TimeSpan.FromSeconds(310)) + TimeSpan.FromSeconds(20) + TimeSpan.FromMinutes(1);
        Assert.Equal("n-1", scene.After(bound - TimeSpan.FromSeconds(1)).Granted());
        Assert.Equal("", scene.After(TimeSpan.FromSeconds(1)).Granted());
        Assert.Equal("n-2", scene.After(Silence).Granted());
    }

    [Fact]
    public void An_agent_that_asks_and_makes_no_use_of_its_grant_comes_last_thereafter()
    {
        var scene = new RolloutScene(("parallelism", "1"), ("timeout", "5m")).WithAsking(3);
        Assert.Equal("n-1", scene.Granted());

        scene.After(TimeSpan.FromMinutes(7)).Plan();
        Assert.Equal("n-2", scene.After(Silence).Granted());
        Assert.Equal("n-3", scene.Succeeds("n-2").Granted());
        Assert.Equal("n-1", scene.Succeeds("n-3").Granted());
    }

    [Fact]
    public void Without_a_timeout_an_unused_grant_is_never_taken_back()
    {
        var scene = new RolloutScene(("parallelism", "1"), ("timeout", "0")).WithAsking(2);
        scene.Plan();

        Assert.Equal("n-1", scene.After(TimeSpan.FromDays(1000)).Granted());
    }

    [Fact]
    public void The_longest_run_there_can_be_keeps_its_place_for_years()
    {
        var scene = new RolloutScene(
            ("parallelism", "1"),
            ("timeout", "720h"),
            ("gracePeriod", "720h"),
            ("retries", "100"),
            ("retryDelay", "720h")
        )
            .WithAsking(2)
            .Runs("n-1");
        scene.WithNode("n-1", NodeReadiness.Unreachable);

        Assert.Equal("", scene.After(TimeSpan.FromDays(9_000)).Granted());
        Assert.Equal("n-2", scene.After(TimeSpan.FromDays(100)).Granted());
    }

    [Fact]
    public void A_paused_rollout_does_not_take_back_what_nobody_may_use()
    {
        var scene = new RolloutScene(("parallelism", "1"), ("timeout", "5m")).WithAsking(2);
        scene.Plan();
        scene.Spec = scene.Spec with { Paused = true };

        Assert.Equal("n-1", scene.After(TimeSpan.FromDays(1)).Granted());
    }

    [Fact]
    public void The_grant_of_a_node_that_can_not_be_reached_is_taken_back_and_keeps_its_place_until_its_run_must_be_over()
    {
        var scene = new RolloutScene(("parallelism", "1"), ("timeout", "5m"), ("gracePeriod", "0s")).WithAsking(2);
        scene.Plan();
        scene.WithNode("n-1", NodeReadiness.Unreachable, scene.Now);

        Assert.Equal("", scene.Granted());
        Assert.Equal("Pending NodeNotReady", scene.LineOf("n-1"));
        Assert.Equal("", scene.After(TimeSpan.FromMinutes(6) - TimeSpan.FromSeconds(1)).Granted());
        Assert.Equal("n-2", scene.After(TimeSpan.FromSeconds(1)).Granted());
    }

    [Fact]
    public void A_node_that_is_back_keeps_its_place_until_its_agent_must_have_been_heard()
    {
        var scene = new RolloutScene(("parallelism", "1"), ("timeout", "5m")).WithAsking(2);
        scene.Plan();
        scene.WithNode("n-1", NodeReadiness.Unreachable, scene.Now).Plan();

        scene.After(TimeSpan.FromMinutes(2)).WithNode("n-1", since: scene.Now);

        Assert.Equal("", scene.After(TimeSpan.FromSeconds(89)).Granted());
        Assert.Equal("n-2", scene.After(TimeSpan.FromSeconds(1)).Granted());
        Assert.Equal("n-1", scene.Succeeds("n-2").Granted());
    }

    [Fact]
    public void A_lost_node_keeps_its_place_until_its_run_must_be_over()
    {
        var scene = new RolloutScene(("parallelism", "1"), ("timeout", "5m"), ("gracePeriod", "0s"), ("maxFailures", "50%")).WithAsking(2);
        scene.Plan();
        scene.Runs("n-1").WithNode("n-1", NodeReadiness.Unreachable, scene.Now);
        scene.Plan();

        Assert.Equal("n-1", scene.After(TimeSpan.FromMinutes(6) - TimeSpan.FromSeconds(1)).Granted());
        Assert.Equal("n-2", scene.After(TimeSpan.FromSeconds(1)).Granted());
        Assert.Equal("Unknown NodeLost age=5m", scene.LineOf("n-1"));
    }

    [Fact]
    public void A_lost_node_whose_clock_was_behind_keeps_its_place_as_long()
    {
        var scene = new RolloutScene(("parallelism", "1"), ("timeout", "5m"), ("gracePeriod", "0s")).WithAsking(2);
        scene.Runs("n-1", since: scene.Now.AddHours(-3)).WithNode("n-1", NodeReadiness.Unreachable, scene.Now);

        Assert.Equal("", scene.After(TimeSpan.FromMinutes(5)).Granted());
    }

    [Fact]
    public void A_grant_from_the_future_counts_from_now()
    {
        var scene = new RolloutScene(("parallelism", "1"))
            .WithAsking(1)
            .WithNode("x")
            .WithGrant("x", isRevoked: true, at: RolloutScene.Start.AddDays(1));
        scene.Plan();

        Assert.Equal("n-1", scene.After(Silence).Granted());
    }

    [Fact]
    public void A_ledger_with_nothing_to_do_is_the_same_object()
    {
        var scene = new RolloutScene(("parallelism", "1")).WithAsking(3);
        scene.Plan();

        Assert.Same(scene.Ledger, RolloutPlanner.Plan(scene.View, scene.Now.AddSeconds(1)).Ledger);
    }

    [Fact]
    public void No_more_is_granted_than_can_be_written_down()
    {
        var scene = new RolloutScene(("newNodes", "Skip"));
        foreach (var number in Enumerable.Range(0, 5_000))
        {
            var name = $"{number}-{new string('x', 240)}";
            scene.WithNode(name).Asks(name);
        }

        var data = LedgerCodec.Encode(scene.Plan().Ledger);

        Assert.InRange(data.Sum(entry => entry.Key.Length + entry.Value.Length), 800 * 1024, 900 * 1024);
    }
}
