using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace NodeTasker.Cluster;

/// <summary>
/// Follows an endpoint: a list and then a watch from there, for as long as it takes. A cut, silent or expired connection is taken up again
/// where it was, with full-jitter backoff; only 410 asks for a new list, unless every cut shall.
/// </summary>
/// <param name="endpoint">What is followed.</param>
/// <param name="connection">Who wants to know that the API answers.</param>
/// <param name="time">For the waits.</param>
/// <param name="log">For transitions.</param>
public sealed partial class Reflector<T>(IEndpoint<T> endpoint, ApiConnection connection, TimeProvider time, ILogger log)
{
    /// <summary>A server that ends its watches sooner than this, however plainly, is not asked again at once.</summary>
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(1);

    private readonly Backoff _backoff = new(time, Random.Shared);
    private string? _resourceVersion;

    /// <summary>
    /// Whether each connection begins with a list: for what counts only as it is now. A watch that is taken up where it was would first tell what has come and gone meanwhile.
    /// </summary>
    public bool ListsAfterCut { get; init; }

    /// <summary>Yields all objects after each list, then change by change, and the end of each connection; never ends by itself.</summary>
    public async IAsyncEnumerable<Change<T>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isFailing = false;
        while (true)
        {
            Exception? failure = null;
            var start = time.GetTimestamp();
            await using (var changes = FollowAsync(cancellationToken).GetAsyncEnumerator(cancellationToken))
            {
                while (true)
                {
                    try
                    {
                        if (!await changes.MoveNextAsync())
                            break;
                    }
                    catch (Exception e) when (ApiFailure.IsExpected(e, cancellationToken))
                    {
                        failure = e;
                        break;
                    }

                    if (isFailing)
                        LogConnected(log, endpoint.Description);
                    isFailing = false;
                    _backoff.Reset();
                    connection.Succeeded();
                    if (changes.Current is { } change)
                        yield return change;
                }
            }

            if (ListsAfterCut || (failure is not null && ApiFailure.CodeOf(failure) == HttpStatusCode.Gone))
                _resourceVersion = null;
            yield return new Change<T>.Disconnected();
            if (failure is null)
            {
                if (time.GetElapsedTime(start) >= ShortestLife)
                    continue;
            }
            else
            {
                isFailing = LogFailure(failure, isFailing);
            }

            await _backoff.WaitAsync(_backoff.Next(), cancellationToken);
        }
    }

    /// <summary>One connection; null only says that it lives.</summary>
    private async IAsyncEnumerable<Change<T>?> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_resourceVersion is null)
        {
            (var items, _resourceVersion) = await endpoint.ListAllAsync(cancellationToken);
            yield return new Change<T>.Listed(items);
        }

        await foreach (var (type, item) in endpoint.WatchAsync(_resourceVersion, cancellationToken))
        {
            _resourceVersion = item.ResourceVersion ?? _resourceVersion;
            yield return type switch
            {
                WatchEventType.Bookmark => null,
                WatchEventType.Deleted => new Change<T>.Removed(item.Name),
                _ => new Change<T>.Changed(item.Name, item.Value),
            };
        }
    }

    private bool LogFailure(Exception failure, bool isKnown)
    {
        if (ApiFailure.CodeOf(failure) == HttpStatusCode.Gone)
        {
            LogExpired(log, endpoint.Description);
            return isKnown;
        }

        var words = ApiFailure.Describe(failure);
        if (isKnown)
            LogStillFailing(log, endpoint.Description, words);
        else
            LogFailing(log, endpoint.Description, words);
        return true;
    }

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "Cannot read {Object}: {Failure}. Trying again")]
    private static partial void LogFailing(ILogger log, string @object, string failure);

    [LoggerMessage(EventId = 102, Level = LogLevel.Debug, Message = "Still cannot read {Object}: {Failure}")]
    private static partial void LogStillFailing(ILogger log, string @object, string failure);

    [LoggerMessage(EventId = 103, Level = LogLevel.Information, Message = "Reading {Object} again")]
    private static partial void LogConnected(ILogger log, string @object);

    [LoggerMessage(
        EventId = 104,
        Level = LogLevel.Debug,
        Message = "The version of {Object} is too old for the API server (410 Gone): listing it again"
    )]
    private static partial void LogExpired(ILogger log, string @object);
}
