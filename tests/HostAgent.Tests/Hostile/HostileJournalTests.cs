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
        new JournalFile(path).Write(
            Entries.FullState() with
            {
                Task = Wish.Task,
                Runs = [.. Entries.FullState().Runs, View.Entry(Run)],
                HistoryLost = false,
            }
        );
        var good = File.ReadAllBytes(path);
        var (believed, setAside) = (0, 0);

        for (var i = 0; i < count; i++)
        {
            var bytes = withGoodChecksum ? WithChecksum(random.Damage(good[(Array.IndexOf(good, (byte)'\n') + 1)..])) : random.Damage(good);
            File.WriteAllBytes(path, bytes);
            try
            {
                if (Read(path) is { } state)
                {
                    believed++;
                    Use(state);
                }
                else if (setAside++ % 20 == 0)
                {
                    SetAside(path);
                }
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, input {i}: {Encoding.UTF8.GetString(bytes)}", e);
            }
        }

        output.WriteLine($"{count} damaged journals (seed {seed}): {setAside} set aside, {believed} believed.");
        Assert.InRange(setAside, count / 4, count);
        if (withGoodChecksum)
            Assert.InRange(believed, 10, count);
    }

    private static JournalState? Read(string path)
    {
        try
        {
            return new JournalFile(path).Read();
        }
        catch (JournalDamagedException)
        {
            return null;
        }
    }

    /// <summary>All that the agent does with a journal at its start.</summary>
    private void Use(JournalState state)
    {
        var decision = Decider.Decide(View.Of(Wish.For()) with { Journal = state }, View.Now);
        if (state.Find(Run) is { HasEnded: true })
            Assert.IsNotType<Decision.Start>(decision);

        Decider.Decide(
            View.Of(Wish.For(("schedule", "@daily"), ("everyBoot", "true"))) with
            {
                Journal = state,
                BootId = View.NextBoot,
            },
            View.Now
        );
        foreach (var entry in state.Runs)
        {
            ResultCodec.Encode(RecordBuilder.Record(Wish.Task, Wish.Node, entry, null));
            var folder = Path.GetFullPath(RunFolder.Of(_folder.Path, Wish.Task, entry.Run, entry.Attempt).Path);
            Assert.Equal(_folder["runs/node-tasker"], Path.GetDirectoryName(Path.GetDirectoryName(folder)));
        }

        Assert.NotNull(state.With(View.Entry(new RunId("fffffffffff0"))).Find(new RunId("fffffffffff0")));
    }

    /// <summary>What the agent makes of one that it does not believe: nothing that may have run runs again.</summary>
    private void SetAside(string path)
    {
        var journal = RunJournal.Open(_folder.Path, Wish.Task, TimeProvider.System, NullLogger.Instance);

        var decision = Decider.Decide(View.Of(Wish.For()) with { Journal = journal.State }, View.Now);

        Assert.Equal(FailureReason.Interrupted, Assert.IsType<Decision.Conclude>(decision).Reason);
        File.Delete(Assert.Single(Directory.GetFiles(_folder["state"], "*unreadable*")));
        File.Delete(path);
    }

    private static byte[] WithChecksum(byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"node-tasker-journal 1 {Convert.ToHexStringLower(SHA256.HashData(body))}\n"), .. body];
}
