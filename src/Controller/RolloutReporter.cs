using NodeTasker.Cluster;
using NodeTasker.Controller.Events;
using NodeTasker.Controller.History;
using NodeTasker.Controller.Hosting;
using NodeTasker.Controller.Storing;
using NodeTasker.Controller.Summaries;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller;

/// <summary>Reports how a rollout stands: in the summary, the history, Events, metrics and the log. Each is written by itself; none holds up the grants or another.</summary>
internal sealed partial class RolloutReporter(
    string task,
    SummaryWriter summaries,
    HistoryWriter histories,
    EventWriter events,
    TaskFigures figures,
    TimeProvider time,
    ILogger log
)
{
    private ReporterState _state = new();

    /// <summary>Reads what an earlier controller has reported, so that nothing is reported twice.</summary>
    public async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(time, Random.Shared);
        while (true)
        {
            try
            {
                _state = new()
                {
                    History = await histories.ReadAsync(cancellationToken),
                    Summary = await summaries.ReadAsync(cancellationToken),
                    IsTakenOver = true,
                };
                return;
            }
            catch (Exception e) when (ApiFailure.IsExpected(e, cancellationToken))
            {
                LogNoTakeOver(log, task, ApiFailure.Describe(e));
                await backoff.WaitAsync(backoff.Next(), cancellationToken);
            }
        }
    }

    /// <summary>What <paramref name="observed"/> is set to, and by whom.</summary>
    public TaskSetting See(ObservedTask observed, RunId content, DateTimeOffset now)
    {
        _state = _state.Seeing(observed, content, now);
        return _state.Setting!;
    }

    public void Report(ObservedTask observed, TaskSetting setting, RolloutPlan plan, DateTimeOffset now)
    {
        (_state, var report) = _state.Step(observed, setting, plan, now);
        var summary = report.Summary;
        figures.Counts = summary.Counts;
        figures.Grants = plan.Ledger.Grants.Count(grant => !grant.Value.IsRevoked);
        summaries.Put(new DesiredSummary(summary, now), report.IsTurn);
        histories.Put(report.History, report.IsTurn);
        if (observed.Metadata is { } metadata)
            events.Raise(report.Events, metadata);
        if (report.IsTurn)
            LogTurn(log, task, summary.Run.Value, summary.Status, summary.Counts);
    }

    /// <summary>There is nothing to run: the history stays, the summary goes.</summary>
    public void Clear(DateTimeOffset now)
    {
        var before = _state.History;
        _state = _state.Cleared();
        (figures.Counts, figures.Grants) = (null, 0);
        summaries.Put(new DesiredSummary(null, now), atOnce: true);
        if (_state.History.Entries.Count > 0)
            histories.Put(_state.History, !ReferenceEquals(before, _state.History));
    }

    [LoggerMessage(
        EventId = 641,
        Level = LogLevel.Warning,
        Message = "Task {Task}: cannot read what was reported before: {Failure}. Trying again"
    )]
    private static partial void LogNoTakeOver(ILogger log, string task, string failure);

    [LoggerMessage(EventId = 642, Level = LogLevel.Information, Message = "Task {Task} run {Run}: {Status} ({Counts})")]
    private static partial void LogTurn(ILogger log, string task, string run, RolloutStatus status, PhaseCounts counts);
}
