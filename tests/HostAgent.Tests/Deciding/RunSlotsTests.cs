using System.Globalization;
using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Deciding;

public sealed class RunSlotsTests
{
    private static readonly RunId Run = Wish.Spec().Run;
    private static readonly (string, string) EveryBoot = ("everyBoot", "true");

    [Fact]
    public void The_content_itself_comes_before_its_boots_and_minutes() =>
        Assert.Equal(Run, Start(View.Of(Wish.For(EveryBoot, ("schedule", "* * * * *")))).Run);

    [Fact]
    public void With_everyBoot_the_boot_of_the_first_run_is_no_other_boot() =>
        Assert.IsType<Decision.Ignore>(View.Decide(View.Of(Wish.For(EveryBoot), View.Entry(Run))));

    [Fact]
    public void With_everyBoot_the_next_boot_is_a_run_of_its_own_and_happens_once()
    {
        var view = View.Of(Wish.For(EveryBoot), View.Entry(Run)) with { BootId = View.NextBoot };
        var boot = Run.InSlot("bootaaaaaaaa");

        Assert.Equal(boot, Start(view).Run);
        var ran = view with { Journal = view.Journal.With(View.Entry(boot) with { BootId = View.NextBoot }) };
        Assert.Equal(boot, Assert.IsType<Decision.Ignore>(View.Decide(ran)).Settled);
    }

    [Fact]
    public void Without_everyBoot_a_boot_runs_nothing_again() =>
        Assert.IsType<Decision.Ignore>(View.Decide(View.Of(Wish.For(), View.Entry(Run)) with { BootId = View.NextBoot }));

    [Fact]
    public void A_boot_of_which_only_the_id_is_left_is_not_run_again()
    {
        var view = View.Of(Wish.For(EveryBoot), View.Entry(Run)) with { BootId = View.NextBoot };
        var past = view with { Journal = view.Journal with { Slots = [new PastRun(Run.InSlot("bootaaaaaaaa"), null)] } };

        Assert.IsType<Decision.Ignore>(View.Decide(past));
    }

    [Fact]
    public void A_content_with_everyBoot_is_not_run_again_in_its_own_boot_when_only_its_id_is_left()
    {
        var limits = new JournalLimits(Runs: 2, Contents: 10, Slots: 10);
        var others = Enumerable.Range(0, 5).Select(i => View.Entry(new RunId($"{i}")));
        var journal = others.Prepend(View.Entry(Run)).Aggregate(View.Of(null).Journal, (state, entry) => state.With(entry, limits));
        var view = View.Of(Wish.For(EveryBoot)) with { Journal = journal };

        Assert.IsType<Decision.Ignore>(View.Decide(view));
        Assert.Equal(Run.InBoot(View.NextBoot), Start(view with { BootId = View.NextBoot }).Run);
    }

    [Fact]
    public void A_minutely_schedule_never_makes_its_content_new_again()
    {
        var limits = new JournalLimits(Runs: 2, Contents: 2, Slots: 2);
        var task = Wish.For(("schedule", "* * * * *"));
        var (view, now) = (View.Of(task, View.Entry(Run)), View.Now);
        for (var minute = 0; minute < 8; minute++)
        {
            now = now.AddMinutes(1);
            var start = Assert.IsType<Decision.Start>(View.Decide(view, now));
            Assert.NotNull(start.Run.Minute);
            var ran = View.Entry(start.Run) with { StartTime = now, CompletionTime = now };
            view = view with { Journal = view.Journal.With(ran, limits) };
        }

        Assert.IsType<Decision.Ignore>(View.Decide(view with { Task = Wish.For() }, now));
    }

    // The first run started at 10:03:05.
    [Theory]
    [InlineData("0 * * * *", "2026-11-22T10:59:59Z", null)]
    [InlineData("0 * * * *", "2026-11-22T11:00:00Z", "202611221100")]
    [InlineData("0 * * * *", "2026-11-22T11:59:59Z", "202611221100")]
    [InlineData("0 * * * *", "2026-11-22T15:30:00Z", "202611221500")]
    [InlineData("*/5 * * * *", "2026-11-22T10:04:59Z", null)]
    [InlineData("*/5 * * * *", "2026-12-24T10:04:59Z", "202612241000")]
    [InlineData("* * * * *", "2031-01-01T00:00:30Z", "203101010000")]
    [InlineData("0 0 * * sun", "2026-12-25T00:00:00Z", "202612200000")]
    [InlineData("0 0 1 1 *", "2030-06-01T00:00:00Z", "203001010000")]
    [InlineData("0 0 30 2 *", "2030-06-01T00:00:00Z", null)]
    public void Of_the_minutes_that_were_missed_only_the_newest_runs(string schedule, string now, string? slot)
    {
        var decision = View.Decide(View.Of(Wish.For(("schedule", schedule)), View.Entry(Run)), At(now));

        if (slot is null)
            Assert.Equal(Run, Assert.IsType<Decision.Ignore>(decision).Settled);
        else
            Assert.Equal(Run.InSlot(slot), Assert.IsType<Decision.Start>(decision).Run);
    }

    [Fact]
    public void The_agent_wakes_for_the_next_minute_that_is_scheduled()
    {
        var ignore = Assert.IsType<Decision.Ignore>(View.Decide(View.Of(Wish.For(("schedule", "30 * * * *")), View.Entry(Run))));

        Assert.Equal(At("2026-11-22T10:30:00Z"), ignore.Wake);
    }

    [Fact]
    public void A_scheduled_minute_runs_once_and_the_next_one_after_it()
    {
        var schedule = Wish.For(("schedule", "0 * * * *"));
        var slot = View.Entry(Run.InSlot("202611221100")) with { StartTime = At("2026-11-22T11:00:00.010Z") };
        var view = View.Of(schedule, View.Entry(Run), slot);

        Assert.Equal(slot.Run, Assert.IsType<Decision.Ignore>(View.Decide(view, At("2026-11-22T11:30:00Z"))).Settled);
        Assert.Equal(Run.InSlot("202611221200"), Assert.IsType<Decision.Start>(View.Decide(view, At("2026-11-22T12:00:00Z"))).Run);
    }

    [Fact]
    public void A_clock_that_is_set_back_runs_no_minute_again()
    {
        var slots = new[] { "202611221030", "202611221100" }.Select(minute => View.Entry(Run.InSlot(minute))).ToArray();
        slots[1] = slots[1] with { StartTime = At("2026-11-22T11:00:00.010Z") };
        var view = View.Of(Wish.For(("schedule", "* * * * *")), View.Entry(Run), slots[0], slots[1]);

        Assert.Equal(slots[1].Run, Assert.IsType<Decision.Ignore>(View.Decide(view, At("2026-11-22T10:30:20Z"))).Settled);
        Assert.Equal(slots[1].Run, Assert.IsType<Decision.Ignore>(View.Decide(view, At("2026-11-22T10:59:59.9Z"))).Settled);
    }

    [Fact]
    public void A_minutely_schedule_goes_on_at_once_after_a_clock_that_was_hours_ahead_for_one_run()
    {
        var ahead = View.Entry(Run.InSlot("202611221900")) with { StartTime = At("2026-11-22T19:00:00.010Z") };
        var view = View.Of(Wish.For(("schedule", "* * * * *")), View.Entry(Run), ahead);

        var decision = View.Decide(view, At("2026-11-22T10:30:20Z"));

        Assert.Equal(Run.InSlot("202611221030"), Assert.IsType<Decision.Start>(decision).Run);
    }

    [Fact]
    public void A_clock_that_is_set_back_by_days_runs_no_minute_that_may_have_run_and_is_forgotten()
    {
        var now = View.Now.AddDays(5);
        var ran = View.Entry(Run.InMinute(now)) with { StartTime = now };
        var view = View.Of(Wish.For(("schedule", "* * * * *")), View.Entry(Run), ran);
        var known = Enumerable.Range(1, 2000).Select(i => new PastRun(Run.InMinute(now.AddMinutes(-i)), RunPhase.Succeeded));
        view = view with { Journal = view.Journal with { Slots = [.. known] } };

        Assert.IsType<Decision.Ignore>(View.Decide(view, now.AddDays(-3)));
        Assert.IsType<Decision.Start>(View.Decide(view with { Journal = view.Journal with { Slots = [] } }, now.AddDays(-3)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void However_the_clock_jumps_each_minute_runs_at_most_once_and_none_is_left_out_while_the_clock_is_steady(int seed)
    {
        var random = new Random(seed);
        var (view, now) = (View.Of(Wish.For(("schedule", "* * * * *")), View.Entry(Run)), View.Now);
        for (var tick = 0; tick < 1000; tick++)
        {
            now = now.AddMinutes(1);
            var jumps = random.Next(10) == 0;
            if (jumps)
                now = now.AddSeconds(random.Next(-20_000, 20_000));

            var decision = View.Decide(view, now);

            if (decision is Decision.Start start)
            {
                Assert.False(view.Journal.Knows(start.Run), $"seed {seed}, tick {tick}: {start.Run} again");
                var ran = View.Entry(start.Run) with { StartTime = now, CompletionTime = now };
                view = view with { Journal = view.Journal.With(ran) };
            }

            Assert.True(jumps || view.Journal.Knows(Run.InMinute(now)), $"seed {seed}, tick {tick}: nothing ran at {now:O}");
        }
    }

    [Fact]
    public void A_schedule_goes_on_after_a_first_run_that_was_cancelled_before_it_started()
    {
        var cancelled = View.Entry(Run, RunPhase.Cancelled) with { Attempt = 0, StartTime = null };

        var decision = View.Decide(View.Of(Wish.For(("schedule", "0 * * * *")), cancelled), At("2026-11-22T11:00:00Z"));

        Assert.Equal(Run.InSlot("202611221100"), Assert.IsType<Decision.Start>(decision).Run);
    }

    [Fact]
    public void A_schedule_goes_on_after_the_journal_was_lost()
    {
        var lost = View.Entry(Run, RunPhase.Failed) with { Attempt = 0, StartTime = null, Reason = FailureReason.Interrupted };

        var decision = View.Decide(View.Of(Wish.For(("schedule", "0 * * * *")), lost), At("2026-11-22T11:00:00Z"));

        Assert.IsType<Decision.Start>(decision);
    }

    [Fact]
    public void Cancelling_a_content_cancels_the_minutes_to_come()
    {
        var decision = View.Decide(
            View.Of(Wish.For(("schedule", "0 * * * *"), ("cancel", Run.Value)), View.Entry(Run)),
            At("2026-11-22T11:00:00Z")
        );

        Assert.Equal(
            (Run.InSlot("202611221100"), RunPhase.Cancelled),
            Assert.IsType<Decision.Conclude>(decision) is var end ? (end.Run, end.Phase) : default
        );
    }

    [Fact]
    public void With_Replace_the_next_minute_cancels_the_one_that_still_runs_and_with_Wait_it_waits()
    {
        var view = View.Of(Wish.For(("schedule", "0 * * * *"), ("concurrencyPolicy", "Replace")), View.Entry(Run, RunPhase.Running)) with
        {
            Active = Run,
        };
        var at = At("2026-11-22T11:00:00Z");

        Assert.IsType<Decision.Cancel>(View.Decide(view, at));
        Assert.IsType<Decision.Ignore>(View.Decide(view with { Task = Wish.For(("schedule", "0 * * * *")) }, at));
    }

    private static Decision.Start Start(NodeView view) => Assert.IsType<Decision.Start>(View.Decide(view));

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
