using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Hosting;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Reporting;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent;

/// <summary>The runs of one task on this node: carries out decisions, journal first, and reports what came of them.</summary>
internal sealed class TaskRuns(
    string task,
    string node,
    string stateDir,
    IRunExecutor executing,
    RunJournal journal,
    ReportQueue reporting,
    RunRetention retention,
    TimeProvider time,
    AgentLog log
)
{
    private ActiveRun? _active;
    private bool _recovered;
    private RunRecord? _announced;
    private RunId? _shown;
    private string? _owner;
    private bool _isOwnerKnown;

    /// <summary>Raised when an attempt, or the showing of it, has ended and <see cref="ConcludeEnded"/> has something to do.</summary>
    public event Action? Ended;

    public string Task => task;

    public string BootId => executing.BootId;

    public JournalState Journal => journal.State;

    public RunId? Active => _active?.Run;

    public bool IsStopping => _active?.IsStopping ?? false;

    /// <summary>The run whose state this node's result shows, or will when it is written; null when it must be shown anew.</summary>
    private RunId? Shown => _shown ?? (_owner is null || _owner == journal.State.ShownOwner ? journal.State.Shown : null);

    /// <summary>Finds what an earlier agent started, and sends what it could not; once, however often it has to be tried.</summary>
    public void Recover()
    {
        if (_recovered)
            return;
        if (_active is null && journal.State.Runs.FirstOrDefault(r => r.IsStarted) is { } entry)
            Recover(entry);
        foreach (var unreported in journal.State.Runs.Where(r => !r.IsStarted && !r.Reported))
            Report(unreported);
        _recovered = true;
    }

    private void Recover(JournalEntry entry)
    {
        var script = executing.Attach(task, entry);
        if (script is not null)
            Observe(entry, script);
        else if (entry.Attempt == 1)
            journal.Remove(entry.Run);
        else
            journal.Put(entry with { Attempt = entry.Attempt - 1, RetryAt = time.GetUtcNow() });
        log.Recovered(task, entry, script is not null);
    }

    /// <summary>Writes down the end of an attempt that has ended, before anything else happens.</summary>
    public void ConcludeEnded()
    {
        if (_active is { Live: { IsFaulted: true, Exception.InnerException: var defect }, Run: var run })
            throw new InvalidOperationException($"Run {run} could not be shown while it ran.", defect);
        if (_active is not { Script.Completion: { IsCompleted: true } completion } active)
            return;
        var entry = RecordBuilder.Conclude(active.Entry, completion.GetAwaiter().GetResult(), time.GetUtcNow());
        journal.Put(entry);
        active.Dispose();
        _active = null;
        log.AttemptEnded(task, node, entry);
        Report(entry);
        if (retention.Prune(task, journal.State) is { } failure)
            log.PruneFailed(task, failure);
    }

    /// <summary>
    /// Which Node results belong to, by its uid; null when there is none. A Node that was made anew is another: Kubernetes removes what belonged to the one before, so what counts
    /// now is shown once more.
    /// </summary>
    public void BelongTo(string? owner)
    {
        // Nothing is written before the owner is known the first time, and then with it.
        var isAnother = _isOwnerKnown && owner is not null && owner != _owner;
        (_isOwnerKnown, _owner) = (true, owner ?? _owner);
        if (!isAnother)
            return;
        (_announced, _shown) = (null, null);
        _active?.Show();
    }

    /// <summary>A run that waits says so once more, should its result have gone: a rollout would wait for a node that never asks.</summary>
    public void AskAgain()
    {
        if (_announced is { Phase: RunPhase.Pending })
            _announced = null;
    }

    public void Carry(Decision decision)
    {
        switch (decision)
        {
            case Decision.Start start:
                Start(start);
                break;
            case Decision.Cancel cancel:
                _active?.Stop(cancel.Reason);
                break;
            case Decision.Conclude conclude:
                Conclude(conclude);
                break;
            case Decision.Reject reject:
                Announce(reject.Run, RunPhase.Rejected, reject.Reason, reject.Message);
                break;
            case Decision.Await wait:
                Announce(wait.Run, RunPhase.Pending, wait.Reason, wait.Message);
                break;
            case Decision.Ignore { Settled: { } settled }:
                ShowAgain(settled);
                break;
        }
    }

    /// <summary>Says in the result why a run cannot start as long as the state folder cannot be written.</summary>
    public void AnnounceStateFailure(ParsedTask? wished, string failure)
    {
        if (_active is not null || wished is not ParsedTask.Valid { Spec: var spec } || journal.State.Find(spec.Run) is not null)
            return;
        Announce(
            spec.Run,
            RunPhase.Pending,
            PendingReason.Blocked,
            $"The agent's state below {stateDir} cannot be written, so nothing is started: {failure} Make room or make it writable; the agent tries again by itself."
        );
    }

    private void Start(Decision.Start start)
    {
        var entry = new JournalEntry
        {
            Run = start.Run,
            Phase = RunPhase.Running,
            Attempt = start.Attempt,
            StartTime = time.GetUtcNow(),
            BootId = BootId,
            Launcher = executing.LauncherName,
            Terms = RunTerms.Of(start.Spec),
            SignedBy = start.SignedBy,
        };
        Observe(entry, executing.Start(RunOrder.Of(start.Spec, node, start.Run, start.Attempt), () => journal.PutAfterLoss(entry)));
        log.AttemptStarted(task, node, entry);
    }

    private void Observe(JournalEntry entry, IRunningScript script)
    {
        var active = new ActiveRun(entry, script, () => RecordBuilder.Record(task, node, entry, script.Output), reporting.Put);
        _active = active;
        script.Completion.ContinueWith(
            _ => Ended?.Invoke(),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        script.Gone.ContinueWith(
            gone => log.Left(task, entry, gone),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        active.Live = LiveReports.RunAsync(() => script.Output.Length, active.Show, time, active.Over);
        active.Live.ContinueWith(
            _ => Ended?.Invoke(),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    private void Conclude(Decision.Conclude conclude)
    {
        var known = journal.State.Find(conclude.Run);
        var entry = (
            known
            ?? new JournalEntry
            {
                Run = conclude.Run,
                Phase = conclude.Phase,
                BootId = BootId,
            }
        ) with
        {
            Phase = conclude.Phase,
            Reason = conclude.Reason,
            Message = conclude.Message,
            RetryAt = null,
            Reported = false,
            CompletionTime = known?.CompletionTime ?? time.GetUtcNow(),
        };
        journal.PutAfterLoss(entry);
        log.AttemptEnded(task, node, entry);
        Report(entry);
    }

    private void Report(JournalEntry entry)
    {
        _announced = null;
        _shown = entry.Run;
        reporting.Put(RecordBuilder.Record(task, node, entry, LogOf(entry)));
    }

    private OutputLog LogOf(JournalEntry entry) => RunFolder.Of(stateDir, task, entry.Run, entry.Attempt).Output;

    /// <summary>Reports what no journal keeps, since it is decided anew at each start; the same news once.</summary>
    private void Announce(RunId run, RunPhase phase, string? reason, string message)
    {
        var record = new RunRecord
        {
            Task = task,
            Node = node,
            Run = run,
            Phase = phase,
            Reason = reason,
            Message = message,
        };
        if (record == _announced)
            return;
        _announced = record;
        _shown = run;
        log.Announced(task, node, record);
        reporting.Put(record);
    }

    /// <summary>A task that went back to a content this node has behind it shows that content's result again.</summary>
    private void ShowAgain(RunId settled)
    {
        if (Shown == settled)
            return;
        if (journal.State.Find(settled) is { } entry)
            Report(entry);
        // A rollout waits for a word on each node, however long ago it was done there.
        else if (journal.State.FindPast(settled)?.End is { } end)
            Announce(settled, end, null, "This node ran it before; its details are no longer kept.");
    }
}

/// <summary>The attempt that is under way.</summary>
internal sealed class ActiveRun(JournalEntry entry, IRunningScript script, Func<RunRecord> read, Action<RunRecord> put) : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _gate = new();
    private bool _isOver;

    public RunId Run => Entry.Run;

    public JournalEntry Entry => entry;

    public IRunningScript Script => script;

    public bool IsStopping { get; private set; }

    /// <summary>Fires when the attempt is concluded.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Its reports while it runs.</summary>
    public Task Live { get; set; } = Task.CompletedTask;

    public void Stop(StopReason reason)
    {
        IsStopping = true;
        script.Stop(reason);
    }

    /// <summary>Shows how the attempt stands unless it is concluded: what was read before must not come after its end.</summary>
    public void Show()
    {
        var record = read();
        lock (_gate)
        {
            if (!_isOver)
                put(record);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _isOver = true;
        _over.Cancel();
        _over.Dispose();
    }
}
