using Microsoft.Extensions.Logging.Abstractions;
using NodeTasker.HostAgent.Journal;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Journal;

public sealed class RunJournalTests : IDisposable
{
    private readonly TempDir _dir = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 10, 4, 5, TimeSpan.Zero));

    private string FilePath => _dir["state/task.journal"];

    public void Dispose() => _dir.Dispose();

    [Fact]
    public void A_journal_opened_again_knows_what_was_put()
    {
        var entry = Entries.Ended("a", reported: false);
        Open().Put(entry);

        var again = Open().State;

        Assert.Equal(entry, Assert.Single(again.Runs));
        Assert.False(again.HistoryLost);
    }

    [Fact]
    public void A_damaged_journal_is_set_aside_and_its_history_is_lost_until_the_next_run()
    {
        Open().Put(Entries.Ended("a"));
        File.WriteAllText(FilePath, "torn");

        Assert.True(Open().State.HistoryLost);
        Assert.True(Open().State.HistoryLost, "a restart must not forget that the history was lost");
        Assert.Equal("torn", File.ReadAllText(FilePath + ".unreadable-20261122T100405Z"));

        Open().PutAfterLoss(Entries.Ended("b"));
        Assert.False(Open().State.HistoryLost);
    }

    [Fact]
    public void An_empty_journal_file_is_a_damaged_one()
    {
        Open();
        File.WriteAllBytes(FilePath, []);

        Assert.True(Open().State.HistoryLost);
    }

    [Fact]
    public void A_journal_that_is_damaged_anywhere_is_never_taken_for_an_empty_one()
    {
        Open().Put(Entries.Ended("a"));
        var whole = File.ReadAllBytes(FilePath);

        for (var at = 0; at < whole.Length; at += 7)
        {
            File.WriteAllBytes(FilePath, whole[..at]);
            Assert.True(Open().State.HistoryLost);
            byte[] flipped = [.. whole];
            flipped[at] ^= 0x10;
            File.WriteAllBytes(FilePath, flipped);
            Assert.True(Open().State.HistoryLost);
        }
    }

    [Fact]
    public void A_write_that_fails_changes_nothing_that_is_known()
    {
        var journal = Open();
        journal.Put(Entries.Ended("a"));
        Directory.Delete(_dir["state"], recursive: true);

        Assert.ThrowsAny<IOException>(() => journal.Put(Entries.Ended("b")));

        Assert.Equal(["a"], journal.State.Runs.Select(r => r.Run.Value));
    }

    [Fact]
    public void The_folders_of_the_state_are_for_their_owner_alone()
    {
        RunJournal.Open(_dir["deep/er"], "task", _time, NullLogger.Instance).Put(Entries.Ended("a"));

        Assert.All([_dir["deep"], _dir["deep/er"], _dir["deep/er/state"]], folder =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder))
        );
    }

    [Fact]
    public void A_reported_state_is_remembered_with_the_run_that_is_shown()
    {
        var journal = Open();
        journal.Put(Entries.Ended("a", reported: false));

        journal.MarkReported(Record("a", RunPhase.Succeeded), "uid");

        Assert.True(Open().State.Find(new RunId("a"))!.Reported);
        Assert.Equal(("a", "uid"), (Open().State.Shown?.Value, Open().State.ShownOwner));
    }

    [Theory]
    [InlineData(RunPhase.Succeeded)]
    [InlineData(RunPhase.Running)]
    public void The_same_report_under_another_owner_is_remembered_with_that_one(RunPhase phase)
    {
        var journal = Open();
        journal.Put(Entries.Ended("a", reported: false));
        journal.MarkReported(Record("a", phase), "uid");

        journal.MarkReported(Record("a", phase), "uid-2");
        journal.MarkReported(Record("rejected", RunPhase.Rejected), "uid-2");
        journal.MarkReported(Record("rejected", RunPhase.Rejected), "uid-3");

        Assert.Equal(("rejected", "uid-3"), (Open().State.Shown?.Value, Open().State.ShownOwner));
        Assert.Equal(phase == RunPhase.Succeeded, Open().State.Find(new RunId("a"))!.Reported);
    }

    [Theory]
    [InlineData(RunPhase.Running, 1)]
    [InlineData(RunPhase.Succeeded, 2)]
    public void A_report_of_an_older_state_does_not_count_for_a_newer_one(RunPhase phase, int attempt)
    {
        var journal = Open();
        journal.Put(Entries.Ended("a", reported: false));

        journal.MarkReported(Record("a", phase, attempt), "uid");

        Assert.False(journal.State.Find(new RunId("a"))!.Reported);
        Assert.Equal("a", journal.State.Shown?.Value);
    }

    [Fact]
    public void A_report_of_what_no_journal_keeps_is_remembered_as_shown()
    {
        var journal = Open();

        journal.MarkReported(Record("rejected", RunPhase.Rejected), "uid");

        Assert.Equal("rejected", Open().State.Shown?.Value);
        Assert.Empty(journal.State.Runs);
    }

    [Fact]
    public void The_same_report_again_writes_nothing()
    {
        var journal = Open();
        journal.Put(Entries.Ended("a", reported: false));
        journal.MarkReported(Record("a", RunPhase.Succeeded), "uid");
        File.Delete(FilePath);

        journal.MarkReported(Record("a", RunPhase.Succeeded), "uid");

        Assert.False(File.Exists(FilePath));
    }

    [Fact(Timeout = 60_000)]
    public async Task Puts_and_reports_at_the_same_time_lose_nothing()
    {
        var journal = Open();
        var runs = Enumerable.Range(0, 8).Select(i => $"run-{i}").ToList();

        await Parallel.ForEachAsync(runs, TestContext.Current.CancellationToken, (run, _) =>
        {
            for (var attempt = 1; attempt <= 10; attempt++)
            {
                journal.Put(Entries.Ended(run, reported: false) with { Attempt = attempt });
                journal.MarkReported(Record(run, RunPhase.Succeeded, attempt), "uid");
            }

            return ValueTask.CompletedTask;
        });

        var again = Open().State;
        Assert.Equal(runs, again.Runs.Select(r => r.Run.Value).Order());
        Assert.All(again.Runs, r => Assert.Equal((10, true), (r.Attempt, r.Reported)));
    }

    private RunJournal Open() => RunJournal.Open(_dir.Path, "task", _time, NullLogger.Instance);

    [Fact]
    public void A_refused_result_is_never_sent_again_after_a_newer_one_was_taken()
    {
        var journal = Open();
        journal.Put(Entries.Ended("refused", reported: false));
        journal.Put(Entries.Ended("newer", reported: false));

        journal.MarkReported(Record("newer", RunPhase.Succeeded), "uid");

        Assert.All(Open().State.Runs, entry => Assert.True(entry.Reported));
    }

    [Fact]
    public void The_longest_names_of_tasks_have_journals_of_their_own()
    {
        var start = new string('a', 252);
        foreach (var task in new[] { start + "b", start + "c" })
        {
            RunJournal.Open(_dir.Path, task, TimeProvider.System, NullLogger.Instance).Put(Entries.Ended($"of-{task[^1]}"));

            var run = Assert.Single(RunJournal.Open(_dir.Path, task, TimeProvider.System, NullLogger.Instance).State.Runs).Run;
            Assert.Equal($"of-{task[^1]}", run.Value);
        }
    }

    private static RunRecord Record(string run, RunPhase phase, int attempt = 1) =>
        new()
        {
            Task = "task",
            Node = "n",
            Run = new RunId(run),
            Phase = phase,
            Attempt = attempt,
        };
}
