using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

public sealed class NodeLinesTests
{
    [Fact]
    public void A_rollout_whose_place_a_lost_node_holds_says_until_when_and_what_to_do()
    {
        var scene = new RolloutScene(("parallelism", "1"), ("timeout", "5m"), ("gracePeriod", "0s"), ("maxFailures", "50%")).WithAsking(2);
        scene.Plan();
        scene.Runs("n-1").WithNode("n-1", NodeReadiness.Unreachable, scene.Now);

        Assert.Equal(
            "1 node can't be reached and may run all the same. It keeps its place until 2026-11-22T10:07:00Z; if it is gone for good, delete its Node.",
            scene.Plan().Message
        );
        Assert.Null(scene.After(TimeSpan.FromMinutes(6)).Plan().Message);
        Assert.Equal("n-2", scene.Granted());
    }

    [Fact]
    public void So_does_one_whose_node_went_silent_just_after_its_grant_and_without_a_timeout_it_waits_until_the_Node_is_deleted()
    {
        var scene = new RolloutScene(("parallelism", "1"), ("timeout", "0")).WithAsking(2);
        scene.Plan();
        scene.WithNode("n-1", NodeReadiness.Unreachable, scene.Now).Plan();

        Assert.Equal(
            "1 node can't be reached and may run all the same. It keeps its place for as long as the task has no timeout; if it is gone for good, delete its Node.",
            scene.After(TimeSpan.FromDays(100)).Plan().Message
        );
        Assert.Equal("n-2", scene.WithoutNode("n-1").Granted());
        Assert.Null(scene.Plan().Message);
    }

    [Fact]
    public void Nodes_that_are_not_selected_any_more_and_hold_places_are_told_of_too()
    {
        var scene = new RolloutScene(
            ("parallelism", "2"),
            ("nodes", "n-*"),
            ("waves", "1,1"),
            ("timeout", "5m"),
            ("gracePeriod", "0s"),
            ("maxFailures", "50%")
        ).WithAsking(3);
        scene
            .Runs("n-1")
            .WithNode("n-1", NodeReadiness.Unreachable, scene.Now)
            .WithNode("x", NodeReadiness.Unreachable, scene.Now.AddMinutes(-1))
            .Runs("x");

        Assert.Equal(
            "Wave 2 waits for the nodes of the waves before it to end. 2 nodes can't be reached and may run all the same. They keep their places until 2026-11-22T10:07:00Z; delete the Nodes that are gone for good.",
            scene.Plan().Message
        );
    }

    [Fact]
    public void A_task_that_nobody_gates_has_no_places_to_tell_of() =>
        Assert.Null(new RolloutScene().WithNode("n-1", NodeReadiness.Unreachable).Runs("n-1").Plan().Message);

    [Fact]
    public void A_node_that_can_not_be_reached_and_holds_no_place_is_not_told_of() =>
        Assert.Null(
            new RolloutScene(("parallelism", "1")).WithAsking(1).WithNode("n-2", NodeReadiness.Unreachable).Asks("n-2").Plan().Message
        );

    private static DateTimeOffset Start => RolloutScene.Start;

    [Fact]
    public void An_end_is_shown_with_its_exit_code_and_duration()
    {
        var scene = new RolloutScene().WithNode("a").Succeeds("a").WithNode("b").Fails("b").WithNode("c").Ends("c", RunPhase.Cancelled);
        scene
            .WithNode("d")
            .Has(
                "d",
                new()
                {
                    Run = scene.Run,
                    Phase = RunPhase.Rejected,
                    Reason = "Unsigned",
                }
            );

        Assert.Equal("Succeeded exitCode=0 duration=1.204s", scene.LineOf("a"));
        Assert.Equal("Failed NonZeroExit exitCode=3 duration=1.204s", scene.LineOf("b"));
        Assert.Equal("Cancelled duration=1.204s", scene.LineOf("c"));
        Assert.Equal("Rejected Unsigned", scene.LineOf("d"));
    }

    [Fact]
    public void A_run_that_goes_on_shows_no_more_than_that() =>
        Assert.Equal("Running", new RolloutScene().WithNode("a").Runs("a").LineOf("a"));

    [Fact]
    public void A_node_that_runs_an_older_content_is_busy()
    {
        var scene = new RolloutScene().WithNode("a");

        Assert.Equal("Pending Busy", scene.Runs("a", scene.OlderRun).LineOf("a"));
    }

    [Fact]
    public void A_silent_node_is_given_ten_seconds_before_it_has_no_agent()
    {
        var scene = new RolloutScene { Now = Start }.WithNode("a");

        Assert.Equal("Pending", scene.LineOf("a"));
        Assert.Equal("Pending", scene.After(TimeSpan.FromSeconds(10)).LineOf("a"));
        var wake = scene.Plan().Wake;
        Assert.Equal("Pending NoAgent age=10s", scene.After(wake!.Value - scene.Now).LineOf("a"));
        Assert.Equal("Pending NoAgent age=2m", scene.After(TimeSpan.FromMinutes(4)).LineOf("a"));
    }

    [Fact]
    public void A_node_that_joined_is_given_ten_seconds_from_then()
    {
        var scene = new RolloutScene { Now = Start.AddHours(1) }.WithNode("a", created: Start.AddMinutes(59).AddSeconds(51));

        Assert.Equal("Pending", scene.LineOf("a"));
    }

    [Fact]
    public void An_older_content_s_end_is_no_sign_of_life()
    {
        var scene = new RolloutScene().WithNode("a");

        Assert.Equal("Pending NoAgent age=1m", scene.Succeeds("a", scene.OlderRun).LineOf("a"));
    }

    [Theory]
    [InlineData(NodeReadiness.NotReady)]
    [InlineData(NodeReadiness.Unreachable)]
    public void A_node_that_is_not_Ready_and_has_not_asked_says_so_with_its_age(NodeReadiness readiness) =>
        Assert.Equal("Pending NodeNotReady age=20m", new RolloutScene().WithNode("a", readiness, Start.AddMinutes(-25)).LineOf("a"));

    [Fact]
    public void A_node_that_can_not_be_reached_says_so_though_it_asked() =>
        Assert.Equal(
            "Pending NodeNotReady age=5m",
            new RolloutScene(("parallelism", "1")).WithNode("a", NodeReadiness.Unreachable, Start.AddMinutes(-5)).Asks("a").LineOf("a")
        );

    [Fact]
    public void A_condition_without_a_time_or_with_one_to_come_has_no_age()
    {
        var scene = new RolloutScene().WithNode("a", NodeReadiness.NotReady, DateTimeOffset.MaxValue);

        Assert.Equal("Pending NodeNotReady", scene.LineOf("a"));
        Assert.Null(scene.Plan().Wake);
    }

    [Fact]
    public void A_node_that_is_not_heard_of_while_it_runs_is_lost() =>
        Assert.Equal(
            "Unknown NodeLost age=30s",
            new RolloutScene().WithNode("a", NodeReadiness.Unreachable, Start.AddSeconds(30)).Runs("a").LineOf("a")
        );

    [Fact]
    public void A_node_whose_kubelet_is_unwell_runs_on() =>
        Assert.Equal("Running", new RolloutScene().WithNode("a", NodeReadiness.NotReady).Runs("a").LineOf("a"));

    [Fact]
    public void Whoever_asked_waits_for_the_grant_and_then_has_it()
    {
        var scene = new RolloutScene(("parallelism", "1")).WithAsking(2);

        Assert.Equal("Pending Granted", scene.LineOf("n-1"));
        Assert.Equal("Pending WaitingForGrant", scene.LineOf("n-2"));
    }

    [Fact]
    public void A_grant_that_is_not_made_use_of_has_its_age_and_the_message_says_so()
    {
        var scene = new RolloutScene(("parallelism", "2"), ("timeout", "10m")).WithAsking(3);
        scene.Plan();
        scene.Runs("n-2");

        Assert.Null(scene.After(TimeSpan.FromSeconds(59)).Plan().Message);
        Assert.Equal("Pending Granted age=30s", scene.LineOf("n-1"));
        Assert.Equal(scene.Now.AddSeconds(1), scene.Plan().Wake);

        Assert.Equal(
            "1 node was granted over 1m ago and has not started; is its agent alive? It keeps its place until 2026-11-22T10:12:10Z.",
            scene.After(TimeSpan.FromSeconds(1)).Plan().Message
        );
        Assert.Equal("Pending Granted age=1m", scene.LineOf("n-1"));
        Assert.Null(scene.Runs("n-1").Plan().Message);
    }

    [Fact]
    public void Several_grants_that_are_not_made_use_of_are_counted_beside_what_the_waves_wait_for()
    {
        var scene = new RolloutScene(("waves", "2"), ("timeout", "0")).WithAsking(3);
        scene.Plan();

        Assert.Equal(
            "Wave 2 waits for the nodes of the waves before it to end. 2 nodes were granted over 1m ago and have not started; are their agents alive? They keep their places for as long as the task has no timeout.",
            scene.After(TimeSpan.FromMinutes(2)).Plan().Message
        );
    }

    [Fact]
    public void What_waits_on_the_host_of_an_ungated_task_is_shown_with_its_reason()
    {
        var scene = new RolloutScene().WithNode("a").Asks("a").WithNode("b");
        scene.Has(
            "b",
            new()
            {
                Run = scene.Run,
                Phase = RunPhase.Pending,
                Reason = "Blocked",
            }
        );

        Assert.Equal("Pending", scene.LineOf("a"));
        Assert.Equal("Pending Blocked", scene.LineOf("b"));
    }

    [Fact]
    public void The_nodes_are_in_the_order_in_which_people_count() =>
        Assert.Equal(
            ["n-1", "n-2", "n-10"],
            new RolloutScene().WithNode("n-10").WithNode("n-2").WithNode("n-1").Plan().Nodes.Select(node => node.Node)
        );

    [Fact]
    public void The_plan_wakes_when_the_next_age_is_due() =>
        Assert.Equal(
            Start.AddMinutes(10),
            new RolloutScene()
                .WithNode("a", NodeReadiness.NotReady, Start)
                .WithNode("b", NodeReadiness.NotReady, Start.AddMinutes(-50))
                .After(TimeSpan.FromMinutes(4))
                .Plan()
                .Wake
        );
}
