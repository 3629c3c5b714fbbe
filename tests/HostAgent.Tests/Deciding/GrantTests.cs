using System.Globalization;
using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Deciding;

public sealed class GrantTests
{
    private static readonly (string, string) Gated = ("parallelism", "1");
    private static readonly (string, string) Newer = ("nonce", "2");
    private static readonly (string, string) Replace = ("concurrencyPolicy", "Replace");
    private static readonly RunId Run = Wish.Spec().Run;

    [Fact]
    public void A_run_that_waits_asks_for_a_grant_of_its_own()
    {
        var wait = Await(View.Of(Wish.For(Gated)));

        Assert.Equal(new GrantWait(Run, View.Now), wait.Grant);
        Assert.Null(wait.Reason);
    }

    [Fact]
    public void The_same_wait_is_said_in_the_same_words_however_late_it_is()
    {
        var view = View.Of(Wish.For(Gated));
        var first = Await(view);

        var later = Assert.IsType<Decision.Await>(View.Decide(view with { Waiting = first.Grant }, View.Now.AddHours(3)));

        Assert.Equal(first, later);
    }

    [Fact]
    public void The_wait_for_another_run_begins_anew()
    {
        var wait = Await(View.Of(Wish.For(Gated)) with { Waiting = new GrantWait(new RunId("000000000000"), View.Now.AddDays(-1)) });

        Assert.Equal(View.Now, wait.Grant?.Since);
    }

    [Fact]
    public void A_wait_is_remembered_over_a_pause_and_a_trouble_of_the_host_and_forgotten_with_its_run()
    {
        var view = View.Of(Wish.For(Gated));
        var wait = Await(view).Grant;

        Assert.Equal(wait, GrantWait.After(View.Decide(view with { Task = Wish.For(("paused", "true")) }), wait));
        Assert.Equal(wait, GrantWait.After(View.Decide(view with { Blocked = "no shell" }), wait));
        Assert.Null(GrantWait.After(View.Decide(view with { Task = Wish.For(Newer, ("paused", "true")) }), wait));
        Assert.Null(GrantWait.After(View.Decide(view with { Task = Wish.Gone }), wait));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("000000000000")]
    public void A_grant_of_another_run_is_none(string? grant) => Await(View.Of(Wish.For(Gated)) with { Grant = grant });

    [Fact]
    public void A_slot_needs_a_grant_of_its_own()
    {
        var view = View.Of(Wish.For(Gated, ("everyBoot", "true")), View.Entry(Run)) with { BootId = View.NextBoot };
        var boot = Run.InSlot("bootaaaaaaaa");

        Assert.Equal(boot, Await(view with { Grant = Run.Value }).Run);
        Assert.Equal(boot, Assert.IsType<Decision.Start>(View.Decide(view with { Grant = boot.Value })).Run);
    }

    [Fact]
    public void A_grant_that_is_used_up_starts_nothing_again() =>
        Assert.Null(
            Assert.IsType<Decision.Ignore>(View.Decide(View.Of(Wish.For(Gated), View.Entry(Run)) with { Grant = Run.Value })).Grant
        );

    [Fact]
    public void An_ungated_run_asks_for_no_grant() => Assert.Null(Assert.IsType<Decision.Start>(View.Decide(View.Of(Wish.For()))).Grant);

    [Fact]
    public void A_blocked_node_asks_for_no_grant_that_it_could_not_use()
    {
        var wait = Await(View.Of(Wish.For(Gated)) with { Blocked = "no shell", Grant = Run.Value });

        Assert.Equal(("no shell", PendingReason.Blocked, null), (wait.Message, wait.Reason, wait.Grant));
    }

    [Fact]
    public void What_waits_wakes_for_the_next_scheduled_minute_since_another_run_is_wanted_then()
    {
        var view = View.Of(Wish.For(Gated, ("schedule", "0 * * * *")), View.Entry(Run));
        var eleven = Assert.IsType<Decision.Await>(View.Decide(view, At("2026-11-22T11:30:00Z")));

        Assert.Equal((Run.InSlot("202611221100"), At("2026-11-22T12:00:00Z")), (eleven.Run, eleven.Wake));
        Assert.Equal(Run.InSlot("202611221200"), Assert.IsType<Decision.Await>(View.Decide(view, At("2026-11-22T12:00:00Z"))).Run);
    }

    [Fact]
    public void What_waits_is_rejected_when_notAfter_is_over()
    {
        var view = View.Of(Wish.For(Gated, ("notAfter", "2026-11-22T10:30:00Z")));
        var wake = Await(view).Wake;

        Assert.InRange(wake!.Value, At("2026-11-22T10:30:00Z"), At("2026-11-22T10:30:01Z"));
        Assert.IsType<Decision.Reject>(View.Decide(view with { Grant = Run.Value }, wake));
    }

    [Theory]
    [InlineData("paused", "true")]
    [InlineData("pausedRun", null)]
    public void While_the_rollout_is_paused_nothing_new_starts_and_no_grant_is_asked_for(string key, string? value)
    {
        foreach (var gated in new[] { Gated, ("parallelism", "100%") })
        {
            var wait = Await(View.Of(Wish.For(gated, (key, value ?? Run.Value))) with { Grant = Run.Value });

            Assert.Equal(("the rollout is paused", null), (wait.Message, wait.Grant));
        }
    }

    [Fact]
    public void The_pause_of_another_content_holds_nothing_back() =>
        Assert.IsType<Decision.Start>(View.Decide(View.Of(Wish.For(Newer, ("pausedRun", Run.Value)))));

    [Fact]
    public void A_pause_holds_back_boots_minutes_and_reruns_too()
    {
        var paused = ("paused", "true");
        var failed = View.Entry(Run, RunPhase.Failed);

        Await(View.Of(Wish.For(paused, ("everyBoot", "true")), View.Entry(Run)) with { BootId = View.NextBoot });
        Assert.IsType<Decision.Await>(
            View.Decide(View.Of(Wish.For(paused, ("schedule", "0 * * * *")), View.Entry(Run)), At("2026-11-22T11:00:00Z"))
        );
        Await(View.Of(Wish.For(paused, ("rerun", Rerun.Of(Run, View.Now).Run.Value)), failed));
    }

    [Fact]
    public void A_run_that_has_begun_is_finished_with_its_retries_without_another_grant()
    {
        var waiting = View.Waiting(Run, View.Now);

        Assert.Equal(2, Assert.IsType<Decision.Start>(View.Decide(View.Of(Wish.For(Gated), waiting))).Attempt);
        Assert.Equal(2, Assert.IsType<Decision.Start>(View.Decide(View.Of(Wish.For(("pausedRun", Run.Value)), waiting))).Attempt);
    }

    [Fact]
    public void With_Replace_a_node_asks_for_the_newer_run_while_it_runs_the_older_and_gives_that_up_for_the_grant_alone()
    {
        var newer = Wish.Spec(Newer).Run;
        var view = View.Of(Wish.For(Newer, Replace, Gated), View.Entry(Run, RunPhase.Running)) with { Active = Run };

        Assert.Equal(newer, Assert.IsType<Decision.Ignore>(View.Decide(view)).Grant?.Run);
        Assert.IsType<Decision.Ignore>(View.Decide(view with { Grant = Run.Value }));
        var cancel = Assert.IsType<Decision.Cancel>(View.Decide(view with { Grant = newer.Value }));
        Assert.Equal((Run, StopReason.Replaced, null), (cancel.Run, cancel.Reason, cancel.Grant));
        Assert.IsType<Decision.Ignore>(
            View.Decide(view with { Task = Wish.For(Newer, Replace, Gated, ("paused", "true")), Grant = newer.Value })
        );
    }

    [Fact]
    public void With_Replace_the_grant_is_read_anew_once_the_older_run_has_ended()
    {
        var stopping = View.Of(Wish.For(Newer, Replace, Gated), View.Entry(Run, RunPhase.Running)) with
        {
            Active = Run,
            IsStopping = true,
            Grant = Wish.Spec(Newer).Run.Value,
        };

        Assert.Null(Assert.IsType<Decision.Ignore>(View.Decide(stopping)).Grant);
        Await(View.Of(Wish.For(Newer, Replace, Gated), View.Entry(Run, RunPhase.Cancelled)));
    }

    [Fact]
    public void With_Wait_a_node_asks_for_nothing_while_it_runs() =>
        Assert.Null(
            Assert
                .IsType<Decision.Ignore>(
                    View.Decide(View.Of(Wish.For(Newer, Gated), View.Entry(Run, RunPhase.Running)) with { Active = Run })
                )
                .Grant
        );

    private static Decision.Await Await(NodeView view) => Assert.IsType<Decision.Await>(View.Decide(view));

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
