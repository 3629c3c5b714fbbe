using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Reporting;
using NodeTasker.HostAgent.Tests.Deciding;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.HostAgent.Tests.Journal;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Hostile;

/// <summary>Journals damaged at random: believed as they are, or set aside; a run that is in them is not started again.</summary>
public sealed class HostileJournalTests(ITestOutputHelper output) : IDisposable
{
    private static readonly RunId Run = Wish.Spec().Run;
    private readonly TempDir _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(11, 2000, false)]
    [InlineData(12, 2000, true)]
    public void No_damaged_journal_makes_the_agent_fall_over_or_run_again(int seed, int count, bool withGoodChecksum)
    {
        var random = new Random(seed);
        var path = _folder["state/node-tasker.journal"];
        Directory.CreateDirectory(_folder["state"]);
        new JournalFile(path).Write(Entries.FullState() with { Task = Wish.Task, Runs = [.. Entries.FullState().Runs, View.Entry(Run)], HistoryLost = false });
        var good = File.ReadAllBytes(path);
        var (believed, setAside) = (0, 0);

        for (var i = 0; i < count; i++)
        {
            var bytes = withGoodChecksum ? WithChecksum(random.Damage(good[(Array.IndexOf(good, (byte)'\n') + 1)..])) : random.Damage(good);
            File.WriteAllBytes(path, bytes);
            try
            {
                var journal = RunJournal.Open(_folder.Path, Wish.Task, TimeProvider.System, NullLogger.Instance);
                var aside = Directory.GetFiles(_folder["state"], "*unreadable*");
                if (aside.Length > 0) setAside++;
                else believed++;
                foreach (var file in aside) File.Delete(file);
                Use(journal, isSetAside: aside.Length > 0);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, input {i}: {Encoding.UTF8.GetString(bytes)}", e);
            }
        }

        output.WriteLine($"{count} damaged journals (seed {seed}): {setAside} set aside, {believed} believed.");
        Assert.InRange(setAside, count / 4, count);
        if (withGoodChecksum) Assert.InRange(believed, 10, count);
    }

    /// <summary>All that the agent does with a journal at its start.</summary>
    private void Use(RunJournal journal, bool isSetAside)
    {
        var decision = Decider.Decide(View.Of(Wish.For()) with { Journal = journal.State }, View.Now);
        if (isSetAside) Assert.Equal(FailureReason.Interrupted, Assert.IsType<Decision.Conclude>(decision).Reason);
        if (journal.State.Find(Run.Value) is { HasEnded: true }) Assert.IsNotType<Decision.Start>(decision);

        Decider.Decide(View.Of(Wish.For(("schedule", "@daily"), ("everyBoot", "true"))) with { Journal = journal.State, BootId = View.NextBoot }, View.Now);
        foreach (var entry in journal.State.Runs)
        {
            ResultCodec.Encode(RecordBuilder.Record(Wish.Task, Wish.Node, entry, null));
            var folder = Path.GetFullPath(RunFolder.Of(_folder.Path, Wish.Task, new RunId(entry.Run), entry.Attempt).Path);
            Assert.StartsWith(_folder["runs/node-tasker/"], folder, StringComparison.Ordinal);
            Assert.Equal(_folder["runs/node-tasker"], Path.GetDirectoryName(Path.GetDirectoryName(folder)));
        }

        journal.Put(View.Entry(new RunId("fffffffffff0")));
        journal.MarkReported(RecordBuilder.Record(Wish.Task, Wish.Node, View.Entry(new RunId("fffffffffff0")), null));
    }

    private static byte[] WithChecksum(byte[] body) => [.. Encoding.ASCII.GetBytes($"node-tasker-journal 1 {Convert.ToHexStringLower(SHA256.HashData(body))}\n"), .. body];
}
