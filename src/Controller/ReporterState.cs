using NodeTasker.Controller.Events;
using NodeTasker.Controller.History;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller;

/// <summary>What has been reported of a task's rollouts so far: all that the next report depends on beside what there is now.</summary>
internal sealed record ReporterState
{
    /// <summary>What an earlier controller saw last it may have had no time to raise Events of, unless that is long ago; and the API server keeps none that is older than an hour.</summary>
    private static readonly TimeSpan Untold = TimeSpan.FromMinutes(10);

    public RunHistory History { get; init; } = RunHistory.Empty;

    /// <summary>How the rollout stood; null when there was none.</summary>
    public RolloutSummary? Summary { get; init; }

    /// <summary>Whether that is an earlier controller's word.</summary>
    public bool IsTakenOver { get; init; }

    /// <summary>What the task is set to; null when there is none.</summary>
    public TaskSetting? Setting { get; init; }

    /// <summary>Whether the task was malformed.</summary>
    public bool WasRejected { get; init; }

    /// <summary>With what <paramref name="task"/> is set to now.</summary>
    public ReporterState Seeing(ObservedTask task, RunId content, DateTimeOffset now)
    {
        if (ReferenceEquals(task.Document, Setting?.Document))
            return this;
        var isStill = IsTakenOver && Summary is { } summary && IsOf(content, summary.Run);
        return this with { Setting = TaskSetting.Of(task, content, Setting, isStill ? History.Find(content) : null, now) };
    }

    /// <summary>The report of how the task's rollout stands by <paramref name="plan"/>, and the state after it.</summary>
    public (ReporterState Next, RolloutReport Report) Step(ObservedTask task, TaskSetting setting, RolloutPlan plan, DateTimeOffset now)
    {
        var summary = RolloutSummary.Of(plan);
        var entry = History.EntryOf(setting, plan, now);
        var history = History.Find(entry.Run) == entry ? History : History.With(entry, setting.Content);
        // Those that are there already are refused by their names.
        var isUntold = IsTakenOver && (now - setting.Origin.SetTime < Untold || now - summary.CompletionTime < Untold);
        var events = EventPlanner.Between(task, setting, isUntold ? null : Summary, summary, plan.Ledger.Halt, WasRejected);
        var isTurn = Summary?.Run != summary.Run || Summary.Status != summary.Status;
        return (
            this with
            {
                History = history,
                Summary = summary,
                IsTakenOver = false,
                WasRejected = task.Parsed is ParsedTask.Bad,
            },
            new(summary, history, events, isTurn)
        );
    }

    /// <summary>There is nothing to run: the history stays, and no run in it goes on.</summary>
    public ReporterState Cleared() => new() { History = History.Closed() };

    private static bool IsOf(RunId content, RunId run) =>
        run == content || run.Value.StartsWith(content.Value + "-", StringComparison.Ordinal);
}

/// <summary>What is to be written, and the Events to be raised.</summary>
/// <param name="Summary">How the rollout stands.</param>
/// <param name="History">The last runs.</param>
/// <param name="Events">What has come to pass since the last report.</param>
/// <param name="IsTurn">Whether the run or its status has changed: that is written at once.</param>
internal sealed record RolloutReport(RolloutSummary Summary, RunHistory History, IReadOnlyList<RolloutEvent> Events, bool IsTurn);
