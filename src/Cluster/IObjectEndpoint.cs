using k8s;

namespace NodeTasker.Cluster;

/// <summary>Where one object of the API is listed and watched, by its name.</summary>
public interface IObjectEndpoint<T>
{
    /// <summary>What is watched, for the log: <c>ConfigMap node-tasker/node-tasker</c>.</summary>
    string Description { get; }

    /// <summary>The object, or null when there is none, and the resourceVersion to watch from.</summary>
    Task<(T? Item, string ResourceVersion)> ListAsync(CancellationToken cancellationToken);

    /// <summary>Its changes from there on; errors that the server sends inside the stream go to <paramref name="onError"/>.</summary>
    IAsyncEnumerable<(WatchEventType Type, T Item)> WatchAsync(
        string resourceVersion,
        Action<Exception> onError,
        CancellationToken cancellationToken
    );
}
