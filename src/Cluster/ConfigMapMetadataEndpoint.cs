using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;

namespace NodeTasker.Cluster;

/// <summary>ConfigMaps by their labels, as metadata alone (<c>PartialObjectMetadata</c>): some 1 KB each, whatever is in them.</summary>
/// <param name="client">The API.</param>
/// <param name="ns">Their namespace.</param>
/// <param name="selector">Which labels they have.</param>
/// <param name="description">What they are, for the log.</param>
/// <param name="pageSize">How many of them one answer holds.</param>
public abstract class ConfigMapMetadataEndpoint<TFact>(IKubernetes client, string ns, string selector, string description, int pageSize)
    : ICollectionEndpoint<TFact>
{
    private static readonly Dictionary<string, IReadOnlyList<string>> ListHeaders = new()
    {
        ["Accept"] = ["application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"],
    };
    private static readonly Dictionary<string, IReadOnlyList<string>> WatchHeaders = new()
    {
        ["Accept"] = ["application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"],
    };

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public async Task<CollectionPage<TFact>> ListAsync(string? continueToken, CancellationToken cancellationToken)
    {
        using var response = await client.CoreV1.ListNamespacedConfigMapWithHttpMessagesAsync(
            ns,
            labelSelector: selector,
            limit: pageSize,
            continueParameter: continueToken,
            customHeaders: ListHeaders,
            cancellationToken: cancellationToken
        );
        var list = response.Body;
        // An empty list of metadata has null for its items, unlike a list of whole objects.
        return new([.. (list.Items ?? []).Select(ItemOf)], list.Metadata.ResourceVersion, list.Metadata.ContinueProperty);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<(WatchEventType Type, CollectionItem<TFact> Item)> WatchAsync(
        string resourceVersion,
        Action<Exception> onError,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var response = client.CoreV1.ListNamespacedConfigMapWithHttpMessagesAsync(
            ns,
            allowWatchBookmarks: true,
            labelSelector: selector,
            resourceVersion: resourceVersion,
            watch: true,
            customHeaders: WatchHeaders,
            cancellationToken: cancellationToken
        );
        await foreach (var (type, item) in response.ReadEventsAsync<V1ConfigMap, V1ConfigMapList>(onError, cancellationToken))
            yield return (type, ItemOf(item));
    }

    /// <summary>What is kept of one of them.</summary>
    protected abstract TFact FactOf(V1ObjectMeta metadata);

    private CollectionItem<TFact> ItemOf(V1ConfigMap item) => new(item.Metadata.Name, item.Metadata.ResourceVersion, FactOf(item.Metadata));
}
