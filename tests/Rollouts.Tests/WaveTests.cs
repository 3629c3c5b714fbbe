using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

public sealed class WaveTests
{
    [Theory]
    [InlineData("1,2", 10, "1 2 2 2 2 1")]
    [InlineData("1,10%,50%", 20, "1 2 10 7")]
    [InlineData("1%", 5, "1 1 1 1 1")]
    [InlineData("100", 5, "5")]
    [InlineData("25%,100%", 10, "2 8")]
    public void Each_wave_is_as_large_as_it_says_and_the_last_repeats(string waves, int nodes, string expected)
    {
        var scene = new RolloutScene(("waves", waves)).WithAsking(nodes);
        var sizes = new List<int>();

        while (scene.Granted().Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } wave)
        {
            sizes.Add(wave.Length);
            foreach (var node in wave)
                scene.Succeeds(node);
        }

        Assert.Equal(expected, string.Join(' ', sizes));
    }

    [Fact]
    public void A_wave_starts_only_when_all_before_it_have_ended()
    {
        var scene = new RolloutScene(("waves", "2,3")).WithAsking(5);
        Assert.Equal("n-1 n-2", scene.Granted());

        Assert.Equal("n-2", scene.Succeeds("n-1").Granted());
        Assert.Equal("n-2", scene.Runs("n-2").Granted());
        Assert.Equal("Wave 2 waits for the nodes of the waves before it to end.", scene.Plan().Message);
        Assert.Equal("n-3 n-4 n-5", scene.Fails("n-2").Granted());
    }

    [Fact]
    public void Within_a_wave_parallelism_bounds_too()
    {
        var scene = new RolloutScene(("waves", "3"), ("parallelism", "2")).WithAsking(5);
        Assert.Equal("n-1 n-2", scene.Granted());

        Assert.Equal("n-2 n-3", scene.Succeeds("n-1").Granted());
        Assert.Equal("n-3", scene.Succeeds("n-2").Granted());
        Assert.Equal("n-4 n-5", scene.Succeeds("n-3").Granted());
    }

    [Fact]
    public void A_wave_soaks_from_when_its_end_was_seen_whatever_the_clocks_of_its_nodes_say()
    {
        var scene = new RolloutScene(("waves", "1"), ("soak", "10m")).WithAsking(2);
        scene.Plan();
        var end = scene.After(TimeSpan.FromMinutes(5)).Now;
        scene.Ends("n-1", RunPhase.Succeeded, at: end.AddDays(-1));

        var plan = scene.Plan();
        Assert.Equal(end.AddMinutes(10), plan.Wake);
        Assert.Equal("Wave 2 waits for its soak, until 2026-11-22T10:16:00Z.", plan.Message);
        Assert.Equal(new SoakMark(scene.Run, 2, end), plan.Ledger.Soak);

        scene.Ends("n-1", RunPhase.Succeeded, at: end.AddDays(1));
        Assert.Equal("", scene.After(TimeSpan.FromMinutes(9)).Granted());
        Assert.Equal("n-2", scene.After(TimeSpan.FromMinutes(1)).Granted());
        Assert.Null(scene.Ledger.Soak);
    }

    [Fact]
    public void A_soak_goes_on_through_a_pause_a_typo_and_a_halt()
    {
        var scene = new RolloutScene(("waves", "1"), ("soak", "10m"), ("maxFailures", "0")).WithAsking(2);
        scene.Plan();
        var mark = scene.Succeeds("n-1").Plan().Ledger.Soak;
        Assert.NotNull(mark);
        Assert.Equal((RolloutStatus.Halted, mark), (scene.Fails("n-1").Plan().Status, scene.Ledger.Soak));

        scene.Spec = scene.Spec with { MaxFailures = new(1, false), Paused = true };
        Assert.Equal((RolloutStatus.Paused, mark), (scene.After(TimeSpan.FromMinutes(3)).Plan().Status, scene.Ledger.Soak));
        Assert.Equal(mark, scene.PlanMalformed().Ledger.Soak);

        scene.Spec = scene.Spec with { Paused = false };
        Assert.Equal("n-2", scene.After(TimeSpan.FromMinutes(7)).Granted());
    }

    [Fact]
    public void The_soak_of_another_content_ends_with_it()
    {
        var scene = new RolloutScene(("paused", "true")).WithAsking(2);
        scene.Ledger = scene.Ledger with { Soak = new(scene.OlderRun, 2, scene.Now) };

        Assert.Null(scene.Plan().Ledger.Soak);
    }

    [Fact]
    public void A_soak_that_is_over_stays_over_while_nobody_asks()
    {
        var scene = new RolloutScene(("waves", "1"), ("soak", "10m")).WithAsking(1).WithNode("n-2");
        scene.Plan();
        scene.Succeeds("n-1").Plan();
        scene.After(TimeSpan.FromHours(1)).Plan();

        Assert.Equal("n-2", scene.After(TimeSpan.FromSeconds(1)).Asks("n-2").Granted());
    }

    [Fact]
    public void A_soak_mark_from_the_future_begins_anew()
    {
        var scene = new RolloutScene(("waves", "1"), ("soak", "1m")).WithAsking(2).Succeeds("n-1");
        scene.Ledger = scene.Ledger with { Soak = new(scene.Run, 2, scene.Now.AddDays(1)) };

        Assert.Equal(scene.Now, scene.Plan().Ledger.Soak?.Time);
    }

    [Fact]
    public void A_soak_of_another_content_or_wave_does_not_count()
    {
        var scene = new RolloutScene(("waves", "1"), ("soak", "1m")).WithAsking(3).Succeeds("n-1");

        foreach (var other in (SoakMark[])[new(scene.OlderRun, 2, RolloutScene.Start), new(scene.Run, 3, RolloutScene.Start)])
        {
            scene.Ledger = scene.Ledger with { Soak = other };
            Assert.Equal("", scene.Granted());
        }
    }

    [Fact]
    public void A_lost_node_holds_the_next_wave_up_until_its_run_must_be_over()
    {
        var scene = new RolloutScene(("waves", "1,2"), ("timeout", "5m"), ("maxFailures", "1")).WithAsking(3);
        scene.Plan();
        scene.Runs("n-1").WithNode("n-1", NodeReadiness.Unreachable, scene.Now);

        Assert.Equal("n-1", scene.Granted());
        var plan = scene.Plan();
        Assert.Equal("n-2 n-3", scene.After(TimeSpan.FromMinutes(6) + TimeSpan.FromSeconds(10)).Granted());
        Assert.Equal(RolloutStatus.InProgress, plan.Status);
    }

    [Fact]
    public void A_node_that_rejects_the_task_is_no_canary()
    {
        var scene = new RolloutScene(("waves", "1,5")).WithAsking(7).Ends("n-1", RunPhase.Rejected);

        Assert.Equal("n-2", scene.Granted());
    }

    [Fact]
    public void A_node_that_went_is_replaced_in_its_wave()
    {
        var scene = new RolloutScene(("waves", "2,2")).WithAsking(5);
        scene.Plan();

        Assert.Equal("n-2 n-3", scene.WithoutNode("n-1").After(TimeSpan.FromSeconds(10)).Granted());
    }

    [Fact]
    public void Huge_sizes_are_no_more_than_all() =>
        Assert.Equal("n-1 n-2", new RolloutScene(("waves", "2147483647,2147483647")).WithAsking(2).Granted());
}
