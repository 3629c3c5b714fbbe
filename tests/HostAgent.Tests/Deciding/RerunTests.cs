using System.Globalization;
using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Deciding;

public sealed class RerunTests
{
    private static readonly RunId Run = Wish.Spec().Run;
    private static readonly Rerun Wished = Rerun.Of(Run, View.Now.AddSeconds(-10));
    private static readonly (string, string) RerunKey = ("rerun", Wished.Run.Value);

    [Theory]
    [InlineData(RunPhase.Failed)]
    [InlineData(RunPhase.Cancelled)]
    public void A_node_that_failed_or_was_cancelled_by_then_runs_once_more(RunPhase phase)
    {
        var start = Assert.IsType<Decision.Start>(View.Decide(View.Of(Wish.For(RerunKey), View.Entry(Run, phase))));

        Assert.Equal((Wished.Run, 1), (start.Run, start.Attempt));
    }

    [Fact]
    public void A_node_that_succeeded_does_not() => Assert.Equal(Run, Ignored(View.Of(Wish.For(RerunKey), View.Entry(Run))).Settled);

    [Fact]
    public void A_node_that_has_not_run_runs_the_content_itself() =>
        Assert.Equal(Run, Assert.IsType<Decision.Start>(View.Decide(View.Of(Wish.For(RerunKey)))).Run);

    [Fact]
    public void What_failed_after_the_wish_is_not_meant() =>
        Ignored(View.Of(Wish.For(RerunKey), View.Entry(Run, RunPhase.Failed) with { CompletionTime = Wished.Time.AddMilliseconds(1) }));

    [Fact]
    public void What_failed_in_the_second_of_the_wish_is_meant() =>
        Assert.IsType<Decision.Start>(
            View.Decide(View.Of(Wish.For(RerunKey), View.Entry(Run, RunPhase.Failed) with { CompletionTime = Wished.Time }))
        );

    [Theory]
    [InlineData(RunPhase.Succeeded)]
    [InlineData(RunPhase.Failed)]
    [InlineData(RunPhase.Cancelled)]
    public void A_wish_is_fulfilled_once_whatever_came_of_it_and_whatever_the_clock_says(RunPhase phase)
    {
        var rerun = View.Entry(Wished.Run, phase) with { CompletionTime = Wished.Time.AddHours(-1) };

        Assert.Equal(Wished.Run, Ignored(View.Of(Wish.For(RerunKey), View.Entry(Run, RunPhase.Failed), rerun)).Settled);
    }

    [Fact]
    public void A_newer_wish_reruns_a_rerun_that_failed()
    {
        var newer = Rerun.Of(Run, View.Now);

        var start = Assert.IsType<Decision.Start>(
            View.Decide(
                View.Of(Wish.For(("rerun", newer.Run.Value)), View.Entry(Run, RunPhase.Failed), View.Entry(Wished.Run, RunPhase.Failed))
            )
        );

        Assert.Equal(newer.Run, start.Run);
    }

    [Fact]
    public void A_newer_wish_leaves_a_rerun_alone_that_succeeded() =>
        Ignored(View.Of(Wish.For(("rerun", Rerun.Of(Run, View.Now).Run.Value)), View.Entry(Run, RunPhase.Failed), View.Entry(Wished.Run)));

    [Theory]
    [InlineData("0123456789ab-r20261122100355")]
    [InlineData("now")]
    [InlineData("")]
    public void A_wish_for_another_content_or_in_other_words_is_none(string rerun) =>
        Ignored(View.Of(Wish.For(("rerun", rerun)), View.Entry(Run, RunPhase.Failed)));

    [Fact]
    public void A_rerun_has_retries_of_its_own()
    {
        var waiting = View.Waiting(Wished.Run, View.Now);

        var start = Assert.IsType<Decision.Start>(
            View.Decide(View.Of(Wish.For(RerunKey, ("retries", "3")), View.Entry(Run, RunPhase.Failed), waiting))
        );

        Assert.Equal((Wished.Run, 2), (start.Run, start.Attempt));
    }

    [Fact]
    public void A_run_that_still_has_a_retry_has_not_failed() =>
        Ignored(View.Of(Wish.For(RerunKey, ("retries", "3")), View.Waiting(Run, View.Now.AddSeconds(5))));

    [Fact]
    public void A_gated_rerun_waits_for_a_grant_of_its_own()
    {
        var view = View.Of(Wish.For(RerunKey, ("parallelism", "1")), View.Entry(Run, RunPhase.Failed));

        Assert.Equal(Wished.Run, Assert.IsType<Decision.Await>(View.Decide(view with { Grant = Run.Value })).Grant?.Run);
        Assert.Equal(Wished.Run, Assert.IsType<Decision.Start>(View.Decide(view with { Grant = Wished.Run.Value })).Run);
    }

    [Fact]
    public void With_a_cancel_that_is_still_there_the_rerun_is_cancelled_and_without_it_it_starts()
    {
        var cancelled = View.Entry(Run, RunPhase.Cancelled);

        var end = Assert.IsType<Decision.Conclude>(View.Decide(View.Of(Wish.For(RerunKey, ("cancel", Run.Value)), cancelled)));

        Assert.Equal((Wished.Run, RunPhase.Cancelled), (end.Run, end.Phase));
        Assert.IsType<Decision.Start>(View.Decide(View.Of(Wish.For(RerunKey), cancelled)));
    }

    [Fact]
    public void A_rerun_that_was_cancelled_does_not_come_back_when_the_cancel_is_removed() =>
        Ignored(View.Of(Wish.For(RerunKey), View.Entry(Run, RunPhase.Failed), View.Entry(Wished.Run, RunPhase.Cancelled)));

    [Fact]
    public void What_is_not_known_to_have_failed_is_not_run_again()
    {
        var pruned = View.Of(Wish.For(RerunKey)) with
        {
            Journal = new JournalState { Task = Wish.Task, Contents = [new PastRun(Run, null)] },
        };
        var rerunPruned = View.Of(Wish.For(RerunKey), View.Entry(Run, RunPhase.Failed));

        Ignored(pruned);
        Ignored(rerunPruned with { Journal = rerunPruned.Journal with { Slots = [new PastRun(Wished.Run, null)] } });
    }

    [Fact]
    public void A_lost_journal_is_no_failure_by_the_time_of_an_older_wish_and_one_by_the_time_of_a_newer()
    {
        var lost = View.Of(Wish.For(RerunKey)) with
        {
            Journal = new JournalState
            {
                Task = Wish.Task,
                HistoryLost = true,
                Contents = [new PastRun(Run, null)],
                Slots = [new PastRun(Wished.Run, null)],
            },
        };
        var interrupted = View.Entry(Run, RunPhase.Failed) with { Attempt = 0, StartTime = null, CompletionTime = View.Now };
        var newer = Rerun.Of(Run, View.Now.AddMinutes(1));

        Assert.Equal(
            (Run, FailureReason.Interrupted),
            Assert.IsType<Decision.Conclude>(View.Decide(lost)) is var end ? (end.Run, end.Reason) : default
        );
        Ignored(View.Of(Wish.For(RerunKey), interrupted));
        Assert.Equal(newer.Run, Assert.IsType<Decision.Start>(View.Decide(View.Of(Wish.For(("rerun", newer.Run.Value)), interrupted))).Run);
    }

    [Fact]
    public void The_newest_minute_of_a_schedule_is_rerun_and_the_schedule_goes_on_from_there()
    {
        var keys = new[] { ("schedule", "0 * * * *"), ("rerun", Rerun.Of(Run, At("2026-11-22T11:10:00Z")).Run.Value) };
        var slot = View.Entry(Run.InSlot("202611221100"), RunPhase.Failed) with
        {
            StartTime = At("2026-11-22T11:00:00Z"),
            CompletionTime = At("2026-11-22T11:01:00Z"),
        };
        var rerun = View.Entry(new RunId(keys[1].Item2)) with
        {
            StartTime = At("2026-11-22T11:10:01Z"),
            CompletionTime = At("2026-11-22T11:11:00Z"),
        };

        Assert.Equal(
            rerun.Run,
            Assert.IsType<Decision.Start>(View.Decide(View.Of(Wish.For(keys), View.Entry(Run), slot), At("2026-11-22T11:10:01Z"))).Run
        );
        Assert.Equal(
            rerun.Run,
            Assert
                .IsType<Decision.Ignore>(View.Decide(View.Of(Wish.For(keys), View.Entry(Run), slot, rerun), At("2026-11-22T11:59:00Z")))
                .Settled
        );
        Assert.Equal(
            Run.InSlot("202611221200"),
            Assert
                .IsType<Decision.Start>(View.Decide(View.Of(Wish.For(keys), View.Entry(Run), slot, rerun), At("2026-11-22T12:00:00Z")))
                .Run
        );
    }

    [Fact]
    public void A_bad_option_after_a_rerun_does_not_bring_the_older_failure_back()
    {
        var ignore = Ignored(View.Of(Wish.For(RerunKey, ("timeout", "x")), View.Entry(Run, RunPhase.Failed), View.Entry(Wished.Run)));

        Assert.Equal(Wished.Run, ignore.Settled);
    }

    private static Decision.Ignore Ignored(NodeView view) => Assert.IsType<Decision.Ignore>(View.Decide(view));

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
