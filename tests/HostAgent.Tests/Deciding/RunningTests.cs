using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Deciding;

public sealed class RunningTests
{
    private static readonly RunId Run = Wish.Spec().Run;
    private static readonly (string, string) Newer = ("nonce", "2");
    private static readonly (string, string) Replace = ("concurrencyPolicy", "Replace");

    [Fact]
    public void A_run_that_is_under_way_goes_on() => Assert.IsType<Decision.Ignore>(Running(Wish.For()));

    [Fact]
    public void A_run_goes_on_when_its_task_is_deleted() =>
        Assert.Contains("goes on to its end", Assert.IsType<Decision.Ignore>(Running(Wish.Gone)).Why, StringComparison.Ordinal);

    [Fact]
    public void A_run_goes_on_when_its_task_is_emptied_or_becomes_bad()
    {
        Assert.IsType<Decision.Ignore>(Running(Wish.For(("task", ""))));
        Assert.IsType<Decision.Ignore>(Running(Wish.For(("timout", "1s"))));
    }

    [Fact]
    public void A_run_goes_on_when_its_node_is_no_longer_selected_or_its_rollout_is_paused()
    {
        Assert.IsType<Decision.Ignore>(Running(Wish.For(("nodes", "other"))));
        Assert.IsType<Decision.Ignore>(Running(Wish.For(("paused", "true"))));
    }

    [Fact]
    public void A_newer_content_waits_for_the_run_that_is_under_way() => Assert.IsType<Decision.Ignore>(Running(Wish.For(Newer)));

    [Fact]
    public void A_newer_content_with_Replace_cancels_the_run_that_is_under_way()
    {
        var cancel = Assert.IsType<Decision.Cancel>(Running(Wish.For(Newer, Replace)));

        Assert.Equal((Run, StopReason.Replaced), (cancel.Run, cancel.Reason));
    }

    [Fact]
    public void Replace_cancels_nothing_for_its_own_content() => Assert.IsType<Decision.Ignore>(Running(Wish.For(Replace)));

    [Fact]
    public void Replace_cancels_nothing_for_what_would_not_start_here()
    {
        Assert.IsType<Decision.Ignore>(Running(Wish.For(Newer, Replace, ("nodes", "other"))));
        Assert.IsType<Decision.Ignore>(Running(Wish.For(Newer, Replace, ("paused", "true"))));
        Assert.IsType<Decision.Ignore>(Running(Wish.For(Newer, Replace, ("audience", "prod"))));
        Assert.IsType<Decision.Ignore>(Running(Wish.For(Newer, Replace, ("notAfter", "2020-01-01T00:00:00Z"))));
        Assert.IsType<Decision.Ignore>(View.Decide(ViewOf(Wish.For(Newer, Replace)) with { Blocked = "no shell" }));
    }

    [Fact]
    public void Replace_cancels_nothing_for_a_content_that_ran_before()
    {
        var newer = View.Entry(Wish.Spec(Newer).Run);

        Assert.IsType<Decision.Ignore>(
            View.Decide(View.Of(Wish.For(Newer, Replace), newer, View.Entry(Run, RunPhase.Running)) with { Active = Run })
        );
    }

    [Fact]
    public void The_operator_cancels_the_run_that_is_under_way()
    {
        var cancel = Assert.IsType<Decision.Cancel>(Running(Wish.For(("cancel", Run.Value))));

        Assert.Equal((Run, StopReason.Cancelled), (cancel.Run, cancel.Reason));
    }

    [Fact]
    public void The_operator_cancels_a_run_whose_content_was_changed_meanwhile() =>
        Assert.IsType<Decision.Cancel>(Running(Wish.For(Newer, ("cancel", Run.Value))));

    [Fact]
    public void Cancelling_another_run_cancels_nothing() => Assert.IsType<Decision.Ignore>(Running(Wish.For(("cancel", "0123456789ab"))));

    [Fact]
    public void Cancelling_a_content_cancels_its_slots_and_cancelling_a_slot_only_that()
    {
        var slot = Run.InSlot("202611221000");

        Assert.IsType<Decision.Cancel>(Slot(Run.Value));
        Assert.IsType<Decision.Cancel>(Slot(slot.Value));
        Assert.IsType<Decision.Ignore>(Slot(Run.InSlot("202611220900").Value));
        Assert.IsType<Decision.Ignore>(Slot(Run.Value[..6]));

        Decision Slot(string cancelled) =>
            View.Decide(View.Of(Wish.For(("cancel", cancelled)), View.Entry(slot, RunPhase.Running)) with { Active = slot });
    }

    [Fact]
    public void What_is_being_stopped_is_not_stopped_again() =>
        Assert.IsType<Decision.Ignore>(View.Decide(ViewOf(Wish.For(("cancel", Run.Value))) with { IsStopping = true }));

    [Fact]
    public void A_run_that_is_cancelled_before_it_starts_never_does()
    {
        var end = Assert.IsType<Decision.Conclude>(View.Decide(View.Of(Wish.For(("cancel", Run.Value)))));

        Assert.Equal((Run, RunPhase.Cancelled, null, "Cancelled before it started."), (end.Run, end.Phase, end.Reason, end.Message));
    }

    [Fact]
    public void A_run_that_has_ended_is_not_cancelled_afterwards() =>
        Assert.IsType<Decision.Ignore>(View.Decide(View.Of(Wish.For(("cancel", Run.Value)), View.Entry(Run))));

    [Fact]
    public void An_attempt_of_which_the_journal_alone_knows_is_not_started_again() =>
        Assert.IsType<Decision.Ignore>(View.Decide(View.Of(Wish.For(), View.Entry(Run, RunPhase.Running))));

    private static NodeView ViewOf(TaskSnapshot task) => View.Of(task, View.Entry(Run, RunPhase.Running)) with { Active = Run };

    private static Decision Running(TaskSnapshot task) => View.Decide(ViewOf(task));
}
