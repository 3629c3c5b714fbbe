using k8s;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cluster;

namespace NodeTasker.Cli.Following;

/// <summary>An endpoint whose refusals end the watch.</summary>
internal sealed class StrictEndpoint<TFact>(ICollectionEndpoint<TFact> inner, ClusterAccess cluster) : ICollectionEndpoint<TFact>
{
    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public Task<CollectionPage<TFact>> ListAsync(string? continueToken, CancellationToken cancellationToken) =>
        inner.ListAsync(continueToken, cancellationToken).OrRefusalAsync(cluster);

    /// <inheritdoc/>
    public IAsyncEnumerable<(WatchEventType Type, CollectionItem<TFact> Item)> WatchAsync(
        string resourceVersion,
        Action<Exception> onError,
        CancellationToken cancellationToken
    ) => inner.WatchAsync(resourceVersion, onError, cancellationToken).OrRefusalAsync(cluster, cancellationToken);
}
