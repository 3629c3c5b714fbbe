using k8s.Autorest;

namespace k8s;

#pragma warning disable CA1715 // The names are upstream's.
public static class WatcherExt
{
    [Obsolete("Use the Watch…Async method of the operation.")]
    public static IAsyncEnumerable<(WatchEventType, T)> WatchAsync<T, L>(this Task<HttpOperationResponse<L>> responseTask, Action<Exception> onError = null, CancellationToken cancellationToken = default)
        => WatchEvents.Read<T, L>(responseTask, onError, cancellationToken);
}
