using NodeTasker.Cluster;

namespace NodeTasker.Controller.Storing;

/// <summary>How the leader tries again: it is no fleet, so it need not stay away for long.</summary>
internal static class NewestWriter
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public static TimeSpan Shortened(TimeSpan wait) => wait < Longest ? wait : Longest;
}

/// <summary>Writes the newest value that it was given, one at a time, tried until the API server takes it or a newer one is there. What comes in between is never written.</summary>
internal abstract partial class NewestWriter<T>(string what, TimeProvider time, ILogger log)
    where T : class
{
    private readonly ChangeSignal _news = new();
    private readonly ChangeSignal _haste = new();
    private T? _next;

    /// <summary>The value to be written next; <paramref name="atOnce"/> breaks the pause off that keeps writes apart.</summary>
    public void Put(T value, bool atOnce = false)
    {
        Volatile.Write(ref _next, value);
        _news.Set();
        if (atOnce)
            _haste.Set();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(time, Random.Shared);
        var failing = false;
        while (true)
        {
            await _news.WaitAsync(cancellationToken);
            // The haste of what is taken now is none for what comes after it.
            await _haste.WaitAsync(TimeSpan.Zero, time, cancellationToken);
            if (Interlocked.Exchange(ref _next, null) is not { } value)
                continue;
            try
            {
                var wrote = await WriteAsync(value, cancellationToken);
                backoff.Reset();
                if (failing)
                    LogWorks(log, what);
                failing = false;
                if (wrote)
                    await _haste.WaitAsync(PauseAfter(value), time, cancellationToken);
            }
            catch (Exception e) when (ApiFailure.IsExpected(e, cancellationToken))
            {
                if (Interlocked.CompareExchange(ref _next, value, null) is null)
                    _news.Set();
                var failure = ApiFailure.Describe(e);
                if (failing)
                    LogStillFails(log, what, failure);
                else
                    LogFails(log, what, failure);
                failing = true;
                await backoff.WaitAsync(NewestWriter.Shortened(backoff.Next()), cancellationToken);
            }
        }
    }

    /// <summary>What has come since the value that is being written was taken; null when nothing has. It is written next.</summary>
    protected T? Newer => Volatile.Read(ref _next);

    /// <summary>Returns whether anything had to be written.</summary>
    protected abstract Task<bool> WriteAsync(T value, CancellationToken cancellationToken);

    /// <summary>How long after a write of <paramref name="value"/> the next one waits, unless it is urgent.</summary>
    protected virtual TimeSpan PauseAfter(T value) => TimeSpan.Zero;

    [LoggerMessage(EventId = 611, Level = LogLevel.Warning, Message = "Cannot write {Object}: {Failure}. Trying again")]
    private static partial void LogFails(ILogger log, string @object, string failure);

    [LoggerMessage(EventId = 612, Level = LogLevel.Debug, Message = "Still cannot write {Object}: {Failure}")]
    private static partial void LogStillFails(ILogger log, string @object, string failure);

    [LoggerMessage(EventId = 613, Level = LogLevel.Information, Message = "Writing {Object} again")]
    private static partial void LogWorks(ILogger log, string @object);
}
