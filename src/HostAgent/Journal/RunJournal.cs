using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Journal;

/// <summary>What this node has done for one task, durable before anyone acts on it. Safe for concurrent use.</summary>
internal sealed partial class RunJournal
{
    private readonly Lock _gate = new();
    private readonly JournalFile _file;
    private JournalState _state;

    private RunJournal(JournalFile file, JournalState state) => (_file, _state) = (file, state);

    public JournalState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    /// <summary>Reads the journal of <paramref name="task"/>; an unreadable one is set aside and remembered as lost.</summary>
    public static RunJournal Open(string stateDir, string task, TimeProvider time, ILogger log)
    {
        var folder = Path.Combine(stateDir, "state");
        PrivateFolder.Create(folder);
        var file = new JournalFile(Path.Combine(folder, BoundedName.Of(task) + ".journal"));
        try
        {
            return new RunJournal(file, file.Read() ?? new JournalState { Task = task });
        }
        catch (JournalDamagedException e)
        {
            var aside = file.SetAside(time.GetUtcNow());
            LogSetAside(log, task, e.Message, aside);
            var found = RunsOnDisk(stateDir, task);
            var journal = new RunJournal(
                file,
                new JournalState
                {
                    Task = task,
                    HistoryLost = true,
                    Contents = [.. found.Where(run => run.Run.Slot is null)],
                    Slots = [.. found.Where(run => run.Run.Slot is not null)],
                }
            );
            journal.Save(journal._state);
            return journal;
        }
    }

    /// <summary>What has run leaves its folder for a while; after a loss that is the best evidence there is.</summary>
    private static IReadOnlyList<PastRun> RunsOnDisk(string stateDir, string task)
    {
        var runs = new DirectoryInfo(Path.Combine(stateDir, "runs", task));
        return runs.Exists
            ? [.. runs.EnumerateDirectories().OrderBy(d => d.CreationTimeUtc).Select(d => new PastRun(new RunId(d.Name), null))]
            : [];
    }

    public void Put(JournalEntry entry)
    {
        lock (_gate)
            Save(_state.With(entry));
    }

    /// <summary>Puts the first entry after a loss; from then on history is complete again.</summary>
    public void PutAfterLoss(JournalEntry entry)
    {
        lock (_gate)
            Save(_state.With(entry) with { HistoryLost = false });
    }

    public void Remove(RunId run)
    {
        lock (_gate)
            Save(_state.Without(run));
    }

    /// <summary>Remembers that the API server has <paramref name="record"/> with that owner, unless there is newer knowledge of that run.</summary>
    public void MarkReported(RunRecord record, string? owner)
    {
        lock (_gate)
        {
            var run = record.Run;
            var isShown = _state.Shown == run && _state.ShownOwner == owner;
            var entry = _state.Find(run);
            if (entry is null)
            {
                if (!isShown)
                    Save(_state with { Shown = run, ShownOwner = owner });
                return;
            }

            var current = entry.Phase == record.Phase && entry.Attempt == record.Attempt;
            if (isShown && (!current || entry.Reported))
                return;
            var next = _state.With(entry with { Reported = current });
            Save(next.WithoutOlderNews(run) with { Shown = run, ShownOwner = owner });
        }
    }

    private void Save(JournalState next)
    {
        _file.Write(next);
        _state = next;
    }

    [LoggerMessage(
        EventId = 201,
        Level = LogLevel.Error,
        Message = "The journal of {Task} cannot be read: {Failure}. It lies at {Aside} now; a run that may have happened already is not started again"
    )]
    private static partial void LogSetAside(ILogger log, string task, string failure, string aside);
}
