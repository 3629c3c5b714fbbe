using k8s;
using k8s.Models;

namespace NodeTasker.Cluster;

/// <summary>The watches that are used, by the names that KubernetesClient gives them.</summary>
public static class Watches
{
    /// <summary>ConfigMaps.</summary>
    public static IAsyncEnumerable<(WatchEventType Type, V1ConfigMap Item)> WatchListNamespacedConfigMapAsync(
        this ICoreV1Operations api,
        string namespaceParameter,
        bool? allowWatchBookmarks = null,
        string? fieldSelector = null,
        string? labelSelector = null,
        string? resourceVersion = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default
    ) =>
        api.ListNamespacedConfigMapWithHttpMessagesAsync(
                namespaceParameter,
                allowWatchBookmarks: allowWatchBookmarks,
                fieldSelector: fieldSelector,
                labelSelector: labelSelector,
                resourceVersion: resourceVersion,
                watch: true,
                cancellationToken: cancellationToken
            )
            .ReadEventsAsync<V1ConfigMap, V1ConfigMapList>(onError ?? (static _ => { }), cancellationToken);

    /// <summary>Nodes.</summary>
    public static IAsyncEnumerable<(WatchEventType Type, V1Node Item)> WatchListNodeAsync(
        this ICoreV1Operations api,
        bool? allowWatchBookmarks = null,
        string? fieldSelector = null,
        string? resourceVersion = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default
    ) =>
        api.ListNodeWithHttpMessagesAsync(
                allowWatchBookmarks: allowWatchBookmarks,
                fieldSelector: fieldSelector,
                resourceVersion: resourceVersion,
                watch: true,
                cancellationToken: cancellationToken
            )
            .ReadEventsAsync<V1Node, V1NodeList>(onError ?? (static _ => { }), cancellationToken);

    /// <summary>Leases.</summary>
    public static IAsyncEnumerable<(WatchEventType Type, V1Lease Item)> WatchListNamespacedLeaseAsync(
        this ICoordinationV1Operations api,
        string namespaceParameter,
        bool? allowWatchBookmarks = null,
        string? fieldSelector = null,
        string? labelSelector = null,
        string? resourceVersion = null,
        Action<Exception>? onError = null,
        CancellationToken cancellationToken = default
    ) =>
        api.ListNamespacedLeaseWithHttpMessagesAsync(
                namespaceParameter,
                allowWatchBookmarks: allowWatchBookmarks,
                fieldSelector: fieldSelector,
                labelSelector: labelSelector,
                resourceVersion: resourceVersion,
                watch: true,
                cancellationToken: cancellationToken
            )
            .ReadEventsAsync<V1Lease, V1LeaseList>(onError ?? (static _ => { }), cancellationToken);
}
