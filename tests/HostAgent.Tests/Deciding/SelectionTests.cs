using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Tests.Fakes;

namespace NodeTasker.HostAgent.Tests.Deciding;

public sealed class SelectionTests
{
    [Theory]
    [InlineData("worker-1", true)]
    [InlineData("worker-*", true)]
    [InlineData("edge-1,worker-1", true)]
    [InlineData("worker-2", false)]
    [InlineData("edge-*", false)]
    public void Only_a_node_that_the_task_names_starts_it(string nodes, bool starts)
    {
        var decision = View.Decide(View.Of(Wish.For(("nodes", nodes))));

        if (starts)
            Assert.IsType<Decision.Start>(decision);
        else
            Assert.Equal("the task's nodes do not name this node", Assert.IsType<Decision.Ignore>(decision).Why);
    }

    [Theory]
    [InlineData("role=worker", true)]
    [InlineData("role=worker,!gpu", true)]
    [InlineData("zone in (a,b)", true)]
    [InlineData("role=db", false)]
    [InlineData("gpu", false)]
    [InlineData("zone notin (a)", false)]
    public void Only_a_node_whose_labels_are_selected_starts_it(string selector, bool starts)
    {
        var labels = new Dictionary<string, string> { ["role"] = "worker", ["zone"] = "a" };

        var decision = View.Decide(View.Of(Wish.For(("nodeSelector", selector))) with { Labels = labels });

        if (starts)
            Assert.IsType<Decision.Start>(decision);
        else
            Assert.Equal("the task's nodeSelector does not select this node", Assert.IsType<Decision.Ignore>(decision).Why);
    }

    [Theory]
    [InlineData("role=worker")]
    [InlineData("!gpu")]
    [InlineData("role notin (db)")]
    public void Labels_that_are_not_known_yet_select_nothing(string selector)
    {
        var decision = View.Decide(View.Of(Wish.For(("nodeSelector", selector))) with { Labels = null });

        Assert.Equal("the labels of this node are not known yet", Assert.IsType<Decision.Ignore>(decision).Why);
    }

    [Fact]
    public void A_task_without_a_nodeSelector_needs_no_labels() =>
        Assert.IsType<Decision.Start>(View.Decide(View.Of(Wish.For()) with { Labels = null }));

    [Theory]
    [InlineData("parallelism", "99%")]
    [InlineData("parallelism", "1")]
    [InlineData("waves", "1,50%")]
    [InlineData("maxFailures", "0")]
    [InlineData("newNodes", "Skip")]
    public void A_gated_run_starts_with_a_grant_of_its_own_only(string key, string value)
    {
        var view = View.Of(Wish.For((key, value)));
        var run = Wish.Spec().Run.Value;

        Assert.Equal("waiting for the controller (since 2026-11-22T10:04:05Z)", Assert.IsType<Decision.Await>(View.Decide(view)).Message);
        Assert.IsType<Decision.Await>(View.Decide(view with { Grant = "000000000000" }));
        Assert.IsType<Decision.Start>(View.Decide(view with { Grant = run }));
    }

    [Fact]
    public void An_unselected_node_says_nothing_of_a_gated_or_blocked_run() =>
        Assert.IsType<Decision.Ignore>(
            View.Decide(View.Of(Wish.For(("nodes", "other"), ("paused", "true"))) with { Blocked = "no shell" })
        );
}
