using System.Net;
using System.Threading.Channels;
using k8s.Autorest;
using NodeTasker.Cluster;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Reporting;

/// <summary>
/// What is still to be written, the newest state of each run, in the order of the runs: one write at a time, tried until the API
/// server has taken it.
/// </summary>
internal sealed partial class ReportQueue(
    IRunReporter reporter,
    ApiConnection connection,
    Action<RunRecord, string?> delivered,
    TimeProvider time,
    ILogger log
)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<RunRecord> _waiting = [];
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly Backoff _backoff = new(time, Random.Shared);

    /// <summary>Puts <paramref name="record"/> in the place of an older state of the same run.</summary>
    public void Put(RunRecord record)
    {
        lock (_gate)
        {
            for (var node = _waiting.First; node is not null; node = node.Next)
            {
                if (node.Value.Run != record.Run)
                    continue;
                _waiting.Remove(node);
                break;
            }

            _waiting.AddLast(record);
        }

        _news.Writer.TryWrite(true);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failing = false;
        while (true)
        {
            await _news.Reader.ReadAsync(cancellationToken);
            while (TakeFirst() is { } record)
            {
                try
                {
                    var owner = await ReportAsync(record, cancellationToken);
                    NoteDelivered(record, owner);
                    _backoff.Reset();
                    if (failing)
                        LogDelivered(log, record.Task, record.Run.Value);
                    failing = false;
                }
                catch (Exception e) when (ApiFailure.IsExpected(e, cancellationToken))
                {
                    PutBack(record, IsRefusal(e));
                    if (!failing)
                        LogFailing(log, record.Task, record.Run.Value, ApiFailure.Describe(e));
                    failing = true;
                    await PauseAsync(e, cancellationToken);
                }
            }
        }
    }

    /// <summary>Writes the record, or as much of it as the API server takes; a refusal of every size is one of the whole.</summary>
    private async Task<string?> ReportAsync(RunRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await reporter.ReportAsync(record, cancellationToken);
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            foreach (var smaller in RefusedRecord.Smaller(record, (int)ApiFailure.CodeOf(refusal)!))
            {
                try
                {
                    var owner = await reporter.ReportAsync(smaller, cancellationToken);
                    LogCut(log, record.Task, record.Run.Value, ApiFailure.Describe(refusal));
                    return owner;
                }
                catch (Exception e) when (IsRefusal(e))
                {
                    // There is a smaller one, or none is taken.
                }
            }

            throw;
        }
    }

    /// <summary>Where that cannot be noted, a restarted agent writes the same state once more, which changes nothing.</summary>
    private void NoteDelivered(RunRecord record, string? owner)
    {
        try
        {
            delivered(record, owner);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotNoted(log, record.Task, record.Run.Value, e.Message);
        }
    }

    private RunRecord? TakeFirst()
    {
        lock (_gate)
        {
            var first = _waiting.First?.Value;
            if (first is not null)
                _waiting.RemoveFirst();
            return first;
        }
    }

    /// <summary>
    /// Unless a newer state of that run has come meanwhile. What the API server refuses for itself must not hold up the newer runs,
    /// whose result takes its place anyway, nor come after them.
    /// </summary>
    private void PutBack(RunRecord record, bool refused)
    {
        lock (_gate)
        {
            if (_waiting.Any(r => r.Run == record.Run) || (refused && _waiting.Count > 0))
                return;
            _waiting.AddFirst(record);
        }
    }

    private static bool IsRefusal(Exception failure) =>
        ApiFailure.CodeOf(failure)
            is HttpStatusCode.BadRequest
                or HttpStatusCode.RequestEntityTooLarge
                or HttpStatusCode.UnprocessableEntity;

    private async Task PauseAsync(Exception failure, CancellationToken cancellationToken)
    {
        using var paused = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pause = _backoff.WaitAsync(Max(_backoff.Next(), RetryAfter(failure)), paused.Token);
        // A watch that is back says that the API is back; a refusal stays one until something is changed.
        await (failure is HttpOperationException ? pause : Task.WhenAny(pause, connection.NextSuccess));
        await paused.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan RetryAfter(Exception failure) =>
        failure
            is HttpOperationException
            {
                Response: { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable, Headers: { } headers }
            }
        && headers.TryGetValue("Retry-After", out var values)
        && int.TryParse(values.FirstOrDefault(), out var seconds)
            // The controller takes an agent's silence to last no longer (Grant.LongestSilence).
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 60))
            : TimeSpan.Zero;

    [LoggerMessage(
        EventId = 401,
        Level = LogLevel.Warning,
        Message = "The result of {Task} run {Run} cannot be written: {Failure}. It is kept and sent later"
    )]
    private static partial void LogFailing(ILogger log, string task, string run, string failure);

    [LoggerMessage(EventId = 402, Level = LogLevel.Information, Message = "The result of {Task} run {Run} is written now")]
    private static partial void LogDelivered(ILogger log, string task, string run);

    [LoggerMessage(
        EventId = 403,
        Level = LogLevel.Warning,
        Message = "The result of {Task} run {Run} is written, which the journal could not note: {Failure}"
    )]
    private static partial void LogNotNoted(ILogger log, string task, string run, string failure);

    [LoggerMessage(
        EventId = 404,
        Level = LogLevel.Warning,
        Message = "The API server refused the result of {Task} run {Run} as it was: {Failure}. It is written with less in it"
    )]
    private static partial void LogCut(ILogger log, string task, string run, string failure);
}
