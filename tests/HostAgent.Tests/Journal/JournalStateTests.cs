using NodeTasker.HostAgent.Journal;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Journal;

public sealed class JournalStateTests
{
    private static readonly JournalLimits Few = new(Runs: 2, Contents: 3, Slots: 3);

    [Fact]
    public void The_newest_knowledge_of_a_run_takes_the_place_of_older()
    {
        var state = With(Entries.Ended("a") with { Phase = RunPhase.Running }, Entries.Ended("b"), Entries.Ended("a"));

        Assert.Equal(["a", "b"], state.Runs.Select(r => r.Run.Value));
        Assert.Equal(RunPhase.Succeeded, state.Find(new RunId("a"))!.Phase);
    }

    [Fact]
    public void The_newest_runs_are_kept_whole_and_how_those_before_them_ended()
    {
        var ends = new[] { RunPhase.Succeeded, RunPhase.Failed, RunPhase.Cancelled, RunPhase.Succeeded };

        var state = With([.. ends.Select((end, i) => Entries.Ended($"{i}") with { Phase = end }), Entries.Ended("4-202611221004")]);

        Assert.Equal(["3", "4-202611221004"], state.Runs.Select(r => r.Run.Value));
        Assert.Equal(["0 Succeeded", "1 Failed", "2 Cancelled"], state.Contents.Select(Text));
        Assert.True(state.IsSound);
    }

    [Fact]
    public void Without_a_limit_of_a_test_ten_runs_a_hundred_thousand_contents_and_two_thousand_slots_are_kept() =>
        Assert.Equal(new JournalLimits(10, 100_000, 2_000), JournalLimits.Default);

    [Fact]
    public void What_is_not_reported_or_not_ended_is_kept_whole_however_many_there_are()
    {
        var unreported = Enumerable.Range(0, 3).Select(i => Entries.Ended($"unreported{i}", reported: false));
        var running = Entries.Ended("running") with { Phase = RunPhase.Running };

        var state = With([running, .. unreported, .. Enumerable.Range(0, 3).Select(i => Entries.Ended($"ended{i}"))]);

        Assert.Equal(["running", "unreported0", "unreported1", "unreported2", "ended2"], state.Runs.Select(r => r.Run.Value));
    }

    [Fact]
    public void A_content_that_ran_is_known_however_many_slots_of_a_schedule_come_after_it()
    {
        var minutes = Enumerable.Range(10, 40).Select(i => Entries.Ended($"a-2026112210{i}"));

        var state = With([Entries.Ended("a"), .. minutes]);

        Assert.True(state.HasRun(new RunId("a")));
        Assert.Equal(["a-202611221045", "a-202611221046", "a-202611221047"], state.Slots.Select(past => past.Run.Value));
    }

    [Fact]
    public void Of_more_contents_than_are_kept_the_oldest_are_forgotten()
    {
        var state = With([.. Enumerable.Range(0, 7).Select(i => Entries.Ended($"{i}"))]);

        Assert.Equal(["2", "3", "4"], state.Contents.Select(past => past.Run.Value));
        Assert.False(state.Knows(new RunId("1")));
    }

    [Fact]
    public void Boots_and_reruns_are_known_however_many_minutes_of_a_schedule_come_after_them()
    {
        var ran = new[] { "a", "a-bootaaaaaaaa", "a-r20261122100405" }.Select(run => Entries.Ended(run) with { BootId = "bbbbbbbb-1" });
        var minutes = Enumerable.Range(10, 40).Select(i => Entries.Ended($"a-2026112210{i}"));

        var state = With([.. ran, .. minutes]);

        Assert.Equal(["a-bootbbbbbbbb", "a-bootaaaaaaaa", "a-r20261122100405"], state.Slots.Select(past => past.Run.Value));
    }

    [Fact]
    public void A_run_that_never_started_leaves_nothing()
    {
        var state = With(Entries.Ended("a"), Entries.Ended("b")).Without(new RunId("a"));

        Assert.Equal(["b"], state.Runs.Select(r => r.Run.Value));
        Assert.Empty(state.Contents);
    }

    private static JournalState With(params JournalEntry[] entries) =>
        entries.Aggregate(new JournalState { Task = "task" }, (state, entry) => state.With(entry, Few));

    private static string Text(PastRun past) => $"{past.Run} {past.End}";
}
