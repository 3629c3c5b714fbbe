using k8s;
using k8s.Models;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cluster;

namespace NodeTasker.Cli.Following;

/// <summary>As <see cref="StrictEndpoint{TFact}"/>, for one object.</summary>
internal sealed class StrictObjectEndpoint<T>(IObjectEndpoint<T> inner, ClusterAccess cluster) : IObjectEndpoint<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public Task<(T? Item, string ResourceVersion)> ListAsync(CancellationToken cancellationToken) =>
        inner.ListAsync(cancellationToken).OrRefusalAsync(cluster);

    /// <inheritdoc/>
    public IAsyncEnumerable<(WatchEventType Type, T Item)> WatchAsync(
        string resourceVersion,
        Action<Exception> onError,
        CancellationToken cancellationToken
    ) => inner.WatchAsync(resourceVersion, onError, cancellationToken).OrRefusalAsync(cluster, cancellationToken);
}
