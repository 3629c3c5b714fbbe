using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

public sealed class GrantingTests
{
    [Theory]
    [InlineData("1", 10, "n-1")]
    [InlineData("3", 10, "n-1 n-2 n-3")]
    [InlineData("20%", 10, "n-1 n-2")]
    [InlineData("29%", 10, "n-1 n-2")]
    [InlineData("1%", 10, "n-1")]
    [InlineData("99%", 2, "n-1")]
    [InlineData("100", 3, "n-1 n-2 n-3")]
    public void As_many_nodes_start_as_parallelism_says_percentages_rounded_down_and_one_at_least(
        string parallelism,
        int nodes,
        string expected
    ) => Assert.Equal(expected, new RolloutScene(("parallelism", parallelism)).WithAsking(nodes).Granted());

    [Fact]
    public void A_percentage_is_of_the_selected_nodes()
    {
        var scene = new RolloutScene(("parallelism", "50%"), ("nodes", "n-*")).WithAsking(4);
        foreach (var other in (string[])["x-1", "x-2", "x-3", "x-4"])
            scene.WithNode(other).Asks(other);

        Assert.Equal("n-1 n-2", scene.Granted());
    }

    [Fact]
    public void Only_a_node_that_asked_is_granted() =>
        Assert.Equal("n-2", new RolloutScene(("parallelism", "5")).WithNode("n-1").WithNode("n-2").Asks("n-2").Granted());

    [Fact]
    public void A_node_whose_host_stands_in_the_way_of_a_start_does_not_ask()
    {
        var scene = new RolloutScene(("parallelism", "5")).WithNode("n-1");
        scene.Has(
            "n-1",
            new()
            {
                Run = scene.Run,
                Phase = RunPhase.Pending,
                Reason = "Blocked",
            }
        );

        Assert.Equal("", scene.Granted());
        Assert.Equal("Pending Blocked", scene.LineOf("n-1"));
    }

    [Fact]
    public void Nodes_are_granted_in_the_order_in_which_people_count() =>
        Assert.Equal(
            "demo-2",
            new RolloutScene(("parallelism", "1")).WithNode("demo-10").Asks("demo-10").WithNode("demo-2").Asks("demo-2").Granted()
        );

    [Fact]
    public void Nodes_that_are_not_Ready_come_last_and_those_that_cannot_be_reached_not_at_all()
    {
        var scene = new RolloutScene(("parallelism", "1"));
        scene.WithNode("a", NodeReadiness.Unreachable).Asks("a").WithNode("b", NodeReadiness.NotReady).Asks("b").WithNode("c").Asks("c");

        Assert.Equal("c", scene.Granted());
        Assert.Equal("b", scene.Succeeds("c").Granted());
        Assert.Equal("", scene.Succeeds("b").Granted());
    }

    [Fact]
    public void A_place_is_free_again_when_its_node_has_ended()
    {
        var scene = new RolloutScene(("parallelism", "2")).WithAsking(4);
        Assert.Equal("n-1 n-2", scene.Granted());

        Assert.Equal("n-1 n-2", scene.Runs("n-1").Granted());
        Assert.Equal("n-1 n-3", scene.Succeeds("n-2").Granted());
        Assert.Equal("n-3 n-4", scene.Fails("n-1").Granted());
        Assert.Equal("", scene.Succeeds("n-3").Succeeds("n-4").Granted());
    }

    [Fact]
    public void A_place_is_free_again_when_its_Node_is_gone()
    {
        var scene = new RolloutScene(("parallelism", "1")).WithAsking(2);
        Assert.Equal("n-1", scene.Granted());

        // Not at once: whoever has just taken over may not have heard of it yet.
        Assert.Equal("n-1", scene.WithoutNode("n-1").Granted());
        Assert.Equal("n-2", scene.After(TimeSpan.FromSeconds(10)).Granted());
    }

    [Fact]
    public void What_still_runs_of_an_older_content_takes_a_place()
    {
        var scene = new RolloutScene(("parallelism", "2")).WithAsking(3).WithNode("old");
        scene.Runs("old", scene.OlderRun);

        Assert.Equal("n-1", scene.Granted());
    }

    [Fact]
    public void What_runs_on_a_node_that_is_not_selected_any_more_takes_a_place()
    {
        var scene = new RolloutScene(("parallelism", "2"), ("nodes", "n-*")).WithAsking(3).WithNode("x").Runs("x");

        Assert.Equal("n-1", scene.Granted());
    }

    [Fact]
    public void What_runs_on_a_Node_that_is_gone_takes_none()
    {
        var scene = new RolloutScene(("parallelism", "1")).WithAsking(1);
        scene.Runs("gone", scene.OlderRun);

        Assert.Equal("n-1", scene.Granted());
    }

    [Fact]
    public void A_hundred_percent_is_no_bound()
    {
        var scene = new RolloutScene(("newNodes", "Skip"), ("nodes", "n-*")).WithAsking(3).WithNode("x").Runs("x");

        Assert.Equal("n-1 n-2 n-3", scene.Granted());
    }

    [Fact]
    public void Nothing_is_granted_for_a_task_that_nobody_gates() => Assert.Equal("", new RolloutScene().WithAsking(3).Granted());

    [Fact]
    public void Nothing_is_granted_while_paused_and_given_grants_stay()
    {
        var scene = new RolloutScene(("parallelism", "2")).WithAsking(1);
        Assert.Equal("n-1", scene.Granted());

        scene.Spec = scene.Spec with { Paused = true };
        Assert.Equal("n-1", scene.WithAsking(2).Granted());
        Assert.Equal(RolloutStatus.Paused, scene.Plan().Status);

        scene.Spec = scene.Spec with { Paused = false };
        Assert.Equal("n-1 n-2", scene.Granted());
    }

    [Fact]
    public void A_lower_parallelism_waits_for_places()
    {
        var scene = new RolloutScene(("parallelism", "3")).WithAsking(5);
        scene.Plan();

        scene.Spec = scene.Spec with { Parallelism = new(1, false) };
        Assert.Equal("n-3", scene.Runs("n-3").Succeeds("n-1").Succeeds("n-2").Granted());
        Assert.Equal("n-4", scene.Succeeds("n-3").Granted());
    }

    [Fact]
    public void With_Replace_a_node_that_runs_an_older_content_is_granted_though_all_places_are_taken_by_what_is_to_be_replaced()
    {
        var scene = new RolloutScene(("parallelism", "1"), ("concurrencyPolicy", "Replace")).WithNode("n-1").WithNode("n-2");
        scene.Runs("n-1", scene.OlderRun).Runs("n-2", scene.OlderRun);

        Assert.Equal("n-1", scene.Granted());
        Assert.Equal("n-1", scene.Ends("n-1", RunPhase.Cancelled, scene.OlderRun).Granted());
        Assert.Equal("n-1", scene.Runs("n-1").Granted());
        Assert.Equal("n-2", scene.Succeeds("n-1").Granted());
    }

    [Fact]
    public void With_Wait_a_node_that_runs_an_older_content_is_not_granted_before_it_asks()
    {
        var scene = new RolloutScene(("parallelism", "1")).WithNode("n-1");

        Assert.Equal("", scene.Runs("n-1", scene.OlderRun).Granted());
        Assert.Equal("n-1", scene.Asks("n-1").Granted());
    }

    [Fact]
    public void Nodes_that_joined_after_the_task_was_set_are_skipped_where_it_says_so()
    {
        var scene = new RolloutScene(("newNodes", "Skip"))
            .WithAsking(1)
            .WithNode("new", created: RolloutScene.Start.AddSeconds(1))
            .Asks("new");

        Assert.Equal("n-1", scene.Granted());
        Assert.Equal(["n-1"], scene.Plan().Nodes.Select(node => node.Node));
    }

    [Fact]
    public void Nodes_are_selected_by_name_and_by_label()
    {
        var scene = new RolloutScene(("nodes", "a*,b"), ("nodeSelector", "role=worker"));
        scene
            .WithNode("a1", labels: ("role", "worker"))
            .WithNode("a2", labels: ("role", "master"))
            .WithNode("b", labels: ("role", "worker"))
            .WithNode("c", labels: ("role", "worker"));

        Assert.Equal(["a1", "b"], scene.Plan().Nodes.Select(node => node.Node));
    }

    [Fact]
    public void Nothing_is_granted_of_a_cancelled_content_and_what_was_granted_is_taken_back()
    {
        var scene = new RolloutScene(("parallelism", "1")).WithAsking(2);
        Assert.Equal("n-1", scene.Granted());

        scene.Spec = scene.Spec with { Cancelled = scene.Run };
        Assert.Equal("", scene.Granted());
        Assert.Equal("", scene.After(TimeSpan.FromMinutes(1)).Granted());
    }
}
