using NodeTasker.Cli.Connecting;
using NodeTasker.Cluster;

namespace NodeTasker.Cli.Following;

/// <summary>An endpoint whose refusals end the watch.</summary>
internal sealed class StrictEndpoint<T>(IEndpoint<T> inner, ClusterAccess cluster) : IEndpoint<T>
{
    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public Task<Page<T>> ListAsync(string? continueToken, CancellationToken cancellationToken) =>
        inner.ListAsync(continueToken, cancellationToken).OrRefusalAsync(cluster);

    /// <inheritdoc/>
    public IAsyncEnumerable<(WatchEventType Type, Item<T> Item)> WatchAsync(string resourceVersion, CancellationToken cancellationToken) =>
        inner.WatchAsync(resourceVersion, cancellationToken).OrRefusalAsync(cluster, cancellationToken);
}
