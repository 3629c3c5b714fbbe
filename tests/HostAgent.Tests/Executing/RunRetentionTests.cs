using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Tests.Journal;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Executing;

public sealed class RunRetentionTests : IDisposable
{
    private readonly TempDir _dir = new();

    public void Dispose() => _dir.Dispose();

    [Fact]
    public void Runs_that_the_journal_no_longer_has_go_and_the_others_stay()
    {
        MakeRun("old");
        MakeRun("kept");
        MakeRun("running");

        Prune(Entries.Ended("kept"), Entries.Ended("running") with { Phase = RunPhase.Running });

        Assert.Equal(["kept", "running"], Left);
    }

    [Fact]
    public void Without_any_run_there_is_nothing_to_prune() => Prune();

    [Fact(Timeout = 60_000)]
    public async Task Of_more_than_1_GiB_the_oldest_go_but_not_what_is_unreported_or_running()
    {
        foreach (var (run, megabytes) in new[] { ("a-unreported", 600), ("b-ended", 600), ("c-running", 600), ("d-newest", 1) })
        {
            MakeRun(run, megabytes);
            await LaterAsync(Directory.GetCreationTimeUtc(_dir[$"runs/task/{run}"])).WaitAsync(TestContext.Current.CancellationToken);
        }

        Prune(
            Entries.Ended("a-unreported", reported: false),
            Entries.Ended("b-ended"),
            Entries.Ended("c-running") with
            {
                Phase = RunPhase.Running,
            },
            Entries.Ended("d-newest")
        );

        Assert.Equal(["a-unreported", "c-running", "d-newest"], Left);
    }

    [Fact]
    public void What_a_run_links_to_is_neither_counted_nor_removed()
    {
        using var outside = new TempDir();
        MakeSparse(outside["large"], 2000);
        foreach (var run in new[] { "kept", "old" })
        {
            MakeRun(run);
            Directory.CreateSymbolicLink(_dir[$"runs/task/{run}/1/folder"], outside.Path);
            File.CreateSymbolicLink(_dir[$"runs/task/{run}/1/file"], outside["large"]);
            File.CreateSymbolicLink(_dir[$"runs/task/{run}/1/nowhere"], "/no/such/file");
            Directory.CreateSymbolicLink(_dir[$"runs/task/{run}/1/self"], _dir[$"runs/task/{run}"]);
        }

        Prune(Entries.Ended("kept"));

        Assert.Equal(["kept"], Left);
        Assert.True(File.Exists(outside["large"]));
    }

    private IEnumerable<string?> Left => Directory.GetDirectories(_dir["runs/task"]).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private void Prune(params JournalEntry[] entries) =>
        Assert.Null(new RunRetention(_dir.Path, long.MaxValue).Prune("task", new JournalState { Task = "task", Runs = entries }));

    /// <summary>Waits until what is made now is newer than <paramref name="created"/>: a file system's clock ticks slowly.</summary>
    private Task LaterAsync(DateTime created) =>
        Eventually.IsTrueAsync(
            "the file system's clock has ticked",
            () =>
            {
                var probe = _dir[$"probe-{Guid.NewGuid()}"];
                File.WriteAllText(probe, "");
                return File.GetCreationTimeUtc(probe) > created;
            },
            cancellationToken: TestContext.Current.CancellationToken
        );

    private void MakeRun(string run, int megabytes = 0)
    {
        Directory.CreateDirectory(_dir[$"runs/task/{run}/1"]);
        MakeSparse(_dir[$"runs/task/{run}/1/output.log"], megabytes);
    }

    private static void MakeSparse(string path, int megabytes)
    {
        using var file = File.Create(path);
        file.SetLength(megabytes * 1024L * 1024);
    }
}
