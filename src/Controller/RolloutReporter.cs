using System.Security.Cryptography;
using NodeTasker.Cluster;
using NodeTasker.Controller.Events;
using NodeTasker.Controller.History;
using NodeTasker.Controller.Hosting;
using NodeTasker.Controller.Storing;
using NodeTasker.Controller.Summaries;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.Controller;

/// <summary>Tells how a rollout stands: in the summary, the history, Events, metrics and the log. Each is written by itself; none holds up the grants or another.</summary>
internal sealed partial class RolloutReporter(
    string task,
    SummaryWriter summaries,
    HistoryWriter histories,
    EventWriter events,
    TaskFigures status,
    TimeProvider time,
    ILogger log
)
{
    /// <summary>So long after the end everything that it caused has been written, in all likelihood.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>What an earlier controller saw last it may have had no time to tell, unless that is long ago; and of what is older than an hour the API server keeps no Events.</summary>
    private static readonly TimeSpan Untold = TimeSpan.FromMinutes(10);

    private RunHistory _history = RunHistory.Empty;
    private RolloutSummary? _last;
    private RunOrigin? _origin;
    private TaskDocument? _document;
    private string? _digest;
    private string _record = "";
    private bool _wasRejected;
    private bool _isFirst;
    private RunId? _content;
    private RunId? _takenOver;
    private IReadOnlyList<(WriteKind Kind, long Count)> _writesBefore = [];
    private DateTimeOffset? _settled;

    /// <summary>Reads what an earlier controller has told, so that nothing is told twice.</summary>
    public async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(time, Random.Shared);
        while (true)
        {
            try
            {
                _history = await histories.ReadAsync(cancellationToken);
                _last = await summaries.ReadAsync(cancellationToken);
                _takenOver = _last?.Run;
                _isFirst = true;
                return;
            }
            catch (Exception e) when (ApiFailure.IsExpected(e, cancellationToken))
            {
                LogNoTakeOver(log, task, ApiFailure.Describe(e));
                await backoff.WaitAsync(backoff.Next(), cancellationToken);
            }
        }
    }

    /// <summary>Who set <paramref name="content"/>: looked up once.</summary>
    public RunOrigin OriginOf(ObservedTask observed, RunId content, DateTimeOffset now)
    {
        if (content != _content || _origin is null)
        {
            _content = content;
            _origin = RunOrigin.Of(observed, content, _takenOver, _history, now);
            _takenOver = null;
            (_document, _digest) = (null, null);
            _writesBefore = status.Writes.Counts;
            _settled = null;
        }

        if (!ReferenceEquals(observed.Document, _document))
            NoteDocument(observed, _origin);
        return _origin;
    }

    /// <summary>Returns when there is more to tell though nothing changes; null when there is not.</summary>
    public DateTimeOffset? Report(RolloutReport report, DateTimeOffset now)
    {
        var plan = report.Plan;
        var summary = RolloutSummary.Of(plan);
        var isTurn = _last is null || _last.Run != summary.Run || _last.Status != summary.Status;
        status.Counts = summary.Counts;
        status.Grants = report.Grants;

        summaries.Put(new SummaryWish(summary, now), atOnce: isTurn);
        Remember(_history.EntryOf(report.Cluster, report.Origin, report.Content, plan, now), report.Content, isTurn);
        if (report.Cluster.Task.Metadata is { } metadata)
            events.Raise(
                EventPlanner.Between(
                    task,
                    report.Content,
                    report.Rejected,
                    IsUntold(report.Origin, summary, now) ? null : _last,
                    summary,
                    report.Occasion,
                    _record,
                    _wasRejected
                ),
                metadata
            );
        _wasRejected = report.Rejected is not null;
        _isFirst = false;

        if (isTurn)
            LogTurn(log, task, summary.Run.Value, summary.Status, summary.Counts);
        if (isTurn && summary.Status == RolloutStatus.Complete)
            _settled = now + Settling;
        _last = summary;
        return CountWrites(summary, now);
    }

    /// <summary>There is nothing to run: the history stays, the summary goes.</summary>
    public void Clear()
    {
        status.Counts = null;
        status.Grants = 0;
        _content = null;
        _takenOver = null;
        _last = null;
        _wasRejected = false;
        _settled = null;
        summaries.Put(new SummaryWish(null, time.GetUtcNow()), atOnce: true);
        var closed = _history.Closed();
        var isTurn = !ReferenceEquals(closed, _history);
        _history = closed;
        if (closed.Entries.Count > 0)
            histories.Put(closed, isTurn);
    }

    /// <summary>Whether Events may be missing that an earlier controller had to raise. Those that are there are refused by their names.</summary>
    private bool IsUntold(RunOrigin origin, RolloutSummary summary, DateTimeOffset now) =>
        _isFirst && (now - origin.SetTime < Untold || now - summary.CompletionTime < Untold);

    /// <summary>The same content in another document may be somebody else's: a mistake put right, another option.</summary>
    private void NoteDocument(ObservedTask observed, RunOrigin origin)
    {
        _document = observed.Document;
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(SignedPayload.Of(observed.Document)))}";
        if (digest == _digest)
            return;
        if (_digest is not null)
        {
            var setter = TaskOrigin.Of(observed.Metadata.FieldWrites(), observed.Metadata?.Annotations);
            origin = origin with { Manager = setter.Manager, User = setter.User };
        }

        _digest = digest;
        _record = origin.ToString() is { Length: > 0 } setting ? $"{digest}, {setting}" : digest;
    }

    private void Remember(HistoryEntry entry, RunId content, bool isTurn)
    {
        if (_history.Find(entry.Run) != entry)
            _history = _history.With(entry, content);
        // The same too: somebody may have spoilt what is there.
        histories.Put(_history, isTurn);
    }

    private DateTimeOffset? CountWrites(RolloutSummary summary, DateTimeOffset now)
    {
        if (_settled is not { } due)
            return null;
        if (now < due)
            return due;
        _settled = null;
        var writes = ApiWrites.Describe(_writesBefore, status.Writes.Counts);
        LogWrites(log, task, summary.Run.Value, writes);
        return null;
    }

    [LoggerMessage(
        EventId = 641,
        Level = LogLevel.Warning,
        Message = "Task {Task}: cannot read what was told before: {Failure}. Trying again"
    )]
    private static partial void LogNoTakeOver(ILogger log, string task, string failure);

    [LoggerMessage(EventId = 642, Level = LogLevel.Information, Message = "Task {Task} run {Run}: {Status} ({Counts})")]
    private static partial void LogTurn(ILogger log, string task, string run, RolloutStatus status, PhaseCounts counts);

    [LoggerMessage(
        EventId = 643,
        Level = LogLevel.Information,
        Message = "Task {Task} run {Run}: this controller's writes to the API were {Writes}"
    )]
    private static partial void LogWrites(ILogger log, string task, string run, string writes);
}
