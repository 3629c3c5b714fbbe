using NodeTasker.HostAgent.Journal;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Journal;

public sealed class JournalStateTests
{
    [Fact]
    public void The_newest_knowledge_of_a_run_takes_the_place_of_older()
    {
        var state = With(Entries.Ended("a") with { Phase = RunPhase.Running }, Entries.Ended("b"), Entries.Ended("a"));

        Assert.Equal(["a", "b"], state.Runs.Select(r => r.Run));
        Assert.Equal(RunPhase.Succeeded, state.Find("a")!.Phase);
    }

    [Fact]
    public void Ten_runs_are_kept_whole_and_the_ids_of_those_before_them()
    {
        var state = With([.. Enumerable.Range(0, 25).Select(i => Entries.Ended($"run-{i:00}"))]);

        Assert.Equal(Enumerable.Range(15, 10).Select(i => $"run-{i:00}"), state.Runs.Select(r => r.Run));
        Assert.Equal(Enumerable.Range(0, 15).Select(i => $"run-{i:00}"), state.Past);
    }

    [Fact]
    public void What_is_not_reported_or_not_ended_is_kept_whole_however_many_there_are()
    {
        var unreported = Enumerable.Range(0, 12).Select(i => Entries.Ended($"unreported-{i:00}", reported: false));
        var running = Entries.Ended("running") with { Phase = RunPhase.Running };

        var state = With([running, .. unreported, .. Enumerable.Range(0, 12).Select(i => Entries.Ended($"run-{i:00}"))]);

        Assert.Equal(14, state.Runs.Count);
        Assert.Equal(12, state.Runs.Count(r => !r.Reported));
        Assert.NotNull(state.Find("running"));
    }

    [Fact]
    public void No_id_is_forgotten_before_2000_newer_ones()
    {
        var state = With([.. Enumerable.Range(0, 2015).Select(i => Entries.Ended($"run-{i:0000}"))]);

        Assert.Equal(2000, state.Past.Count);
        Assert.Equal("run-0005", state.Past[0]);
        Assert.Equal("run-2004", state.Past[^1]);
        Assert.Equal((2000, RunPhase.Succeeded), (state.PastEnds!.Length, state.EndOfPast("run-0005")));
    }

    [Fact]
    public void How_a_run_ended_is_kept_with_its_id()
    {
        var old = new JournalState { Task = "task", Past = ["older"] };
        var ended = new[] { RunPhase.Succeeded, RunPhase.Failed, RunPhase.Cancelled }.Select(phase =>
            Entries.Ended($"{phase}") with
            {
                Phase = phase,
            }
        );

        var state = With(old, [.. ended, .. Enumerable.Range(0, 10).Select(i => Entries.Ended($"run-{i}"))]);

        Assert.Equal(["older", "Succeeded", "Failed", "Cancelled"], state.Past);
        Assert.Equal(
            [null, RunPhase.Succeeded, RunPhase.Failed, RunPhase.Cancelled, null, null],
            new[] { "older", "Succeeded", "Failed", "Cancelled", "run-0", "unheard" }.Select(state.EndOfPast)
        );
        Assert.True(state.IsSound);
        Assert.False((state with { PastEnds = "SSSSS" }).IsSound);
    }

    [Fact]
    public void A_run_that_never_started_leaves_nothing()
    {
        var state = With(Entries.Ended("a"), Entries.Ended("b")).Without("a");

        Assert.Equal(["b"], state.Runs.Select(r => r.Run));
        Assert.Empty(state.Past);
    }

    private static JournalState With(params JournalEntry[] entries) => With(new JournalState { Task = "task" }, entries);

    private static JournalState With(JournalState first, JournalEntry[] entries) =>
        entries.Aggregate(first, (state, entry) => state.With(entry));
}
