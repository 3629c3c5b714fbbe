using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace NodeTasker.Cluster;

/// <summary>
/// A list and then a watch from there, for as long as it takes: a cut, silent or expired connection is taken up again where it was, with
/// full-jitter backoff; only 410 asks for a new list, unless every cut shall.
/// </summary>
/// <typeparam name="TNews">What it yields.</typeparam>
public abstract partial class ReconnectingWatch<TNews>
{
    /// <summary>A server that ends its watches sooner than this, however plainly, is not asked again at once.</summary>
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(1);

    private readonly string _description;
    private readonly ApiConnection _connection;
    private readonly TimeProvider _time;
    private readonly Backoff _backoff;
    private readonly ILogger _log;

    /// <param name="description">What is watched, for the log: <c>ConfigMap node-tasker/node-tasker</c>.</param>
    /// <param name="connection">Who wants to know that the API answers.</param>
    /// <param name="time">For the waits.</param>
    /// <param name="log">For transitions.</param>
    protected ReconnectingWatch(string description, ApiConnection connection, TimeProvider time, ILogger log)
    {
        _description = description;
        _connection = connection;
        _time = time;
        _backoff = new Backoff(time, Random.Shared);
        _log = log;
    }

    /// <summary>Raised when a connection has ended, before the next is tried: until then nobody sees what changes.</summary>
    public event Action? Cut;

    /// <summary>
    /// Whether each connection begins with a list: for what counts only as it is now. A watch that is taken up where it was would first tell what has come and gone meanwhile.
    /// </summary>
    public bool ListsAfterCut { get; init; }

    /// <summary>Where the next connection takes up; null asks for a list.</summary>
    protected string? ResourceVersion { get; set; }

    /// <summary>Yields the news of each connection; never ends by itself.</summary>
    public async IAsyncEnumerable<TNews> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var failing = false;
        while (true)
        {
            Exception? failure = null;
            var start = _time.GetTimestamp();
            await using var states = FollowAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await states.MoveNextAsync())
                        break;
                }
                catch (Exception e) when (ApiFailure.IsExpected(e, cancellationToken))
                {
                    if (!IsPlainEnd(e))
                        failure = e;
                    break;
                }

                if (failing)
                    LogConnected(_log, _description);
                failing = false;
                _backoff.Reset();
                _connection.Succeeded();
                if (states.Current.IsNews)
                    yield return states.Current.News!;
            }

            if (ListsAfterCut)
                ResourceVersion = null;
            Cut?.Invoke();
            if (failure is null)
            {
                if (_time.GetElapsedTime(start) >= ShortestLife)
                    continue;
            }
            else if (ApiFailure.CodeOf(failure) == HttpStatusCode.Gone)
            {
                LogExpired(_log, _description);
                ResourceVersion = null;
            }
            else
            {
                LogFailure(failing, ApiFailure.Describe(failure));
                failing = true;
            }

            await _backoff.WaitAsync(_backoff.Next(), cancellationToken);
        }
    }

    /// <summary>One connection: the state now, unless it is known, and every change until the connection ends. What is no news only says that the connection lives.</summary>
    protected abstract IAsyncEnumerable<(bool IsNews, TNews? News)> FollowAsync(CancellationToken cancellationToken);

    private void LogFailure(bool known, string failure)
    {
        if (known)
            LogStillFailing(_log, _description, failure);
        else
            LogFailing(_log, _description, failure);
    }

    /// <summary>A watch that ends before its first line is an error for the client and none for us.</summary>
    private static bool IsPlainEnd(Exception e) => e is HttpRequestException { InnerException: EndOfStreamException };

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "Cannot read {Object}: {Failure}. Trying again")]
    private static partial void LogFailing(ILogger log, string @object, string failure);

    [LoggerMessage(EventId = 102, Level = LogLevel.Debug, Message = "Still cannot read {Object}: {Failure}")]
    private static partial void LogStillFailing(ILogger log, string @object, string failure);

    [LoggerMessage(EventId = 103, Level = LogLevel.Information, Message = "Reading {Object} again")]
    private static partial void LogConnected(ILogger log, string @object);

    [LoggerMessage(
        EventId = 104,
        Level = LogLevel.Debug,
        Message = "The version of {Object} is too old for the API server (410 Gone): reading it anew"
    )]
    private static partial void LogExpired(ILogger log, string @object);
}
