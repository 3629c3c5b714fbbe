using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Reporting;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Tests.Deciding;

/// <summary>A node without processes and disks: it carries decisions out as the agent does, and remembers every start.</summary>
internal sealed class SimulatedNode
{
    private JournalState _journal = new() { Task = Wish.Task };
    private RunId? _active;
    private StopReason? _stopping;
    private int _boot;
    private bool _asksForGrant;
    private GrantWait? _waiting;

    public DateTimeOffset Now { get; private set; } = View.Now;

    public TaskSnapshot Task { get; private set; } = Wish.Gone;

    public string? Blocked { get; private set; }

    /// <summary>What the Lease says, whether the agent looks or not.</summary>
    public string? Grant { get; private set; }

    public IReadOnlyDictionary<string, string>? Labels { get; private set; } = new Dictionary<string, string> { ["role"] = "worker" };

    /// <summary>Every start that happened, with all that was known then.</summary>
    public List<(Decision.Start Start, NodeView View)> Starts { get; } = [];

    public JournalState Journal => _journal;

    public RunId? Active => _active;

    private string BootId => $"{_boot:x8}-boot";

    public void Do(Event @event)
    {
        switch (@event)
        {
            case Event.SetTask set:
                Task = set.Task;
                break;
            case Event.End end:
                End(new RunOutcome.Exited(end.ExitCode, null) { StoppedBy = _stopping });
                break;
            case Event.Vanish:
                End(new RunOutcome.Lost("killed") { StoppedBy = _stopping });
                break;
            case Event.Advance advance:
                Now += advance.By;
                break;
            case Event.Block block:
                Blocked = block.Why;
                break;
            case Event.GrantRun grant:
                Grant = grant.Run;
                break;
            case Event.Label label:
                Labels = label.Role is null ? null : new Dictionary<string, string> { ["role"] = label.Role };
                break;
            case Event.Restart restart:
                Restart(restart);
                break;
            default:
                throw new NotSupportedException($"{@event}");
        }

        Settle();
    }

    /// <summary>Carries decisions out until there is nothing more to do now.</summary>
    public void Settle()
    {
        for (var step = 0; step < 100; step++)
        {
            var view = CurrentView();
            var decision = Decider.Decide(view, Now);
            var begins = decision.Grant is not null && !_asksForGrant;
            (_asksForGrant, _waiting) = (decision.Grant is not null, GrantWait.After(decision, _waiting));
            switch (decision)
            {
                case Decision.Start start:
                    Start(start, view);
                    break;
                case Decision.Cancel cancel:
                    _stopping = cancel.Reason;
                    break;
                case Decision.Conclude conclude:
                    Conclude(conclude);
                    break;
                default:
                    if (begins)
                        break;
                    return;
            }
        }

        throw new InvalidOperationException("The node decides and decides, and never comes to rest.");
    }

    private NodeView CurrentView() =>
        new()
        {
            Node = Wish.Node,
            BootId = BootId,
            Task = Task,
            Labels = Labels,
            Journal = _journal,
            Active = _active,
            IsStopping = _stopping is not null,
            Blocked = Blocked,
            Grant = _asksForGrant ? Grant : null,
            Waiting = _waiting,
        };

    private void Start(Decision.Start start, NodeView view)
    {
        Put(
            new JournalEntry
            {
                Run = start.Run,
                Phase = RunPhase.Running,
                Attempt = start.Attempt,
                StartTime = Now,
                BootId = BootId,
                Terms = RunTerms.Of(start.Spec),
            }
        );
        Starts.Add((start, view));
        (_active, _stopping) = (start.Run, null);
    }

    private void End(RunOutcome outcome)
    {
        if (_active is not { } run)
            return;
        _active = null;
        _stopping = null;
        Put(RecordBuilder.Conclude(_journal.Find(run)!, outcome, Now) with { Reported = true });
    }

    private void Conclude(Decision.Conclude conclude)
    {
        var known = _journal.Find(conclude.Run)
            ?? new JournalEntry
            {
                Run = conclude.Run,
                Phase = conclude.Phase,
                BootId = BootId,
            };
        Put(
            known with
            {
                Phase = conclude.Phase,
                Reason = conclude.Reason,
                Message = conclude.Message,
                RetryAt = null,
                Reported = true,
                CompletionTime = Now,
            }
        );
    }

    /// <summary>The agent dies and comes back: the script has gone on, has ended meanwhile, was lost with the boot, or never started.</summary>
    private void Restart(Event.Restart restart)
    {
        if (restart.LosesJournal)
            _journal = new JournalState { Task = Wish.Task, HistoryLost = true };
        if (restart.Reboots)
            _boot++;
        if (restart.LosesJournal)
        {
            (_active, _stopping) = (null, null);
        }
        else if (_active is { } run)
        {
            _stopping = null;
            if (restart.Reboots)
                End(new RunOutcome.Lost("rebooted"));
            else if (restart.BeforeItStarted && Starts[^1].Start.Run == run)
                Forget(run);
        }

        (Labels, _asksForGrant, _waiting) = (null, false, null);
        Settle();
        Labels = new Dictionary<string, string> { ["role"] = "worker" };
    }

    /// <summary>The intent was journalled, and the agent died before anything started.</summary>
    private void Forget(RunId run)
    {
        var entry = _journal.Find(run)!;
        Starts.RemoveAt(Starts.Count - 1);
        _active = null;
        if (entry.Attempt == 1)
            _journal = _journal.Without(run);
        else
            Put(entry with { Attempt = entry.Attempt - 1, RetryAt = Now });
    }

    private void Put(JournalEntry entry) => _journal = _journal.With(entry) with { HistoryLost = false };
}

/// <summary>What can happen to a node.</summary>
internal abstract record Event
{
    private Event() { }

    public sealed record SetTask(TaskSnapshot Task, string Says) : Event
    {
        public override string ToString() => $"SetTask {Says}";
    }

    public sealed record End(int ExitCode) : Event;

    public sealed record Vanish : Event;

    public sealed record Advance(TimeSpan By) : Event;

    public sealed record Block(string? Why) : Event;

    public sealed record GrantRun(string Run) : Event;

    public sealed record Label(string? Role) : Event;

    public sealed record Restart(bool Reboots, bool BeforeItStarted, bool LosesJournal) : Event;
}
