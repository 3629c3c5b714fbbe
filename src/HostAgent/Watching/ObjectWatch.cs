using System.Net;
using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;

namespace NodeTasker.HostAgent.Watching;

/// <summary>
/// One object of the API, kept up to date: one list by name, then one watch by name from there. A cut, silent or expired
/// connection is taken up again where it was, with full-jitter backoff; only 410 asks for a new list.
/// </summary>
internal sealed partial class ObjectWatch<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>A server that ends its watches sooner than this, however plainly, is not asked again at once.</summary>
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(1);

    private readonly IObjectEndpoint<T> _endpoint;
    private readonly ApiConnection _connection;
    private readonly TimeProvider _time;
    private readonly Backoff _backoff;
    private readonly ILogger _log;
    private string? _resourceVersion;

    public ObjectWatch(IObjectEndpoint<T> endpoint, ApiConnection connection, TimeProvider time, ILogger log)
    {
        _endpoint = endpoint;
        _connection = connection;
        _time = time;
        _backoff = new Backoff(time, Random.Shared);
        _log = log;
    }

    /// <summary>Yields the object whenever it is another, and null when there is none; never ends by itself.</summary>
    public async IAsyncEnumerable<T?> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
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
                    if (!await states.MoveNextAsync()) break;
                }
                catch (Exception e) when (ApiFailure.IsExpected(e, cancellationToken))
                {
                    if (!IsPlainEnd(e)) failure = e;
                    break;
                }

                if (failing) LogConnected(_log, _endpoint.Description);
                failing = false;
                _backoff.Reset();
                _connection.Succeeded();
                if (states.Current.IsNews) yield return states.Current.Object;
            }

            if (failure is null)
            {
                if (_time.GetElapsedTime(start) >= ShortestLife) continue;
            }
            else if (ApiFailure.CodeOf(failure) == HttpStatusCode.Gone)
            {
                LogExpired(_log, _endpoint.Description);
                _resourceVersion = null;
            }
            else
            {
                LogFailure(failing, ApiFailure.Describe(failure));
                failing = true;
            }

            await _backoff.WaitAsync(_backoff.Next(), cancellationToken);
        }
    }

    /// <summary>One connection: the state now, unless it is known, and every change until the connection ends.</summary>
    private async IAsyncEnumerable<(bool IsNews, T? Object)> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_resourceVersion is null)
        {
            var (item, version) = await _endpoint.ListAsync(cancellationToken);
            _resourceVersion = version;
            yield return (true, item);
        }

        await foreach (var (type, item) in _endpoint.WatchAsync(_resourceVersion, static e => throw e, cancellationToken))
        {
            if (type == WatchEventType.Error || item is null) continue;
            _resourceVersion = item.Metadata?.ResourceVersion ?? _resourceVersion;
            yield return type switch
            {
                WatchEventType.Bookmark => (false, null),
                WatchEventType.Deleted => (true, null),
                _ => (true, item),
            };
        }
    }

    private void LogFailure(bool known, string failure)
    {
        if (known) LogStillFailing(_log, _endpoint.Description, failure);
        else LogFailing(_log, _endpoint.Description, failure);
    }

    /// <summary>A watch that ends before its first line is an error for the client and none for us.</summary>
    private static bool IsPlainEnd(Exception e) => e is HttpRequestException { InnerException: EndOfStreamException };

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "Cannot read {Object}: {Failure}. Trying again")]
    private static partial void LogFailing(ILogger log, string @object, string failure);

    [LoggerMessage(EventId = 102, Level = LogLevel.Debug, Message = "Still cannot read {Object}: {Failure}")]
    private static partial void LogStillFailing(ILogger log, string @object, string failure);

    [LoggerMessage(EventId = 103, Level = LogLevel.Information, Message = "Reading {Object} again")]
    private static partial void LogConnected(ILogger log, string @object);

    [LoggerMessage(EventId = 104, Level = LogLevel.Debug, Message = "The version of {Object} is too old for the API server (410 Gone): reading it anew")]
    private static partial void LogExpired(ILogger log, string @object);
}
