using k8s.Autorest;
using k8s.Models;

namespace k8s;

public static partial class CoreV1OperationsExtensions
{
    public static async Task<V1ConfigMap> ReadNamespacedConfigMapAsync(this ICoreV1Operations operations, string name, string namespaceParameter, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.ReadNamespacedConfigMapWithHttpMessagesAsync(name, namespaceParameter, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1ConfigMapList> ListNamespacedConfigMapAsync(this ICoreV1Operations operations, string namespaceParameter, bool? allowWatchBookmarks = default, string continueParameter = default, string fieldSelector = default, string labelSelector = default, int? limit = default, string resourceVersion = default, string resourceVersionMatch = default, bool? sendInitialEvents = default, string shardSelector = default, int? timeoutSeconds = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.ListNamespacedConfigMapWithHttpMessagesAsync(namespaceParameter, allowWatchBookmarks, continueParameter, fieldSelector, labelSelector, limit, resourceVersion, resourceVersionMatch, sendInitialEvents, shardSelector, timeoutSeconds, null, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static IAsyncEnumerable<(WatchEventType, V1ConfigMap)> WatchListNamespacedConfigMapAsync(this ICoreV1Operations operations, string namespaceParameter, bool? allowWatchBookmarks = default, string continueParameter = default, string fieldSelector = default, string labelSelector = default, int? limit = default, string resourceVersion = default, string resourceVersionMatch = default, bool? sendInitialEvents = default, string shardSelector = default, int? timeoutSeconds = default, bool? pretty = default, Action<Exception> onError = null, CancellationToken cancellationToken = default)
    {
        var response = operations.ListNamespacedConfigMapWithHttpMessagesAsync(namespaceParameter, allowWatchBookmarks, continueParameter, fieldSelector, labelSelector, limit, resourceVersion, resourceVersionMatch, sendInitialEvents, shardSelector, timeoutSeconds, true, pretty, null, cancellationToken);
        return WatchEvents.Read<V1ConfigMap, V1ConfigMapList>(response, onError, cancellationToken);
    }

    public static async Task<V1ConfigMapList> ListConfigMapForAllNamespacesAsync(this ICoreV1Operations operations, bool? allowWatchBookmarks = default, string continueParameter = default, string fieldSelector = default, string labelSelector = default, int? limit = default, bool? pretty = default, string resourceVersion = default, string resourceVersionMatch = default, bool? sendInitialEvents = default, string shardSelector = default, int? timeoutSeconds = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.ListConfigMapForAllNamespacesWithHttpMessagesAsync(allowWatchBookmarks, continueParameter, fieldSelector, labelSelector, limit, pretty, resourceVersion, resourceVersionMatch, sendInitialEvents, shardSelector, timeoutSeconds, null, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static IAsyncEnumerable<(WatchEventType, V1ConfigMap)> WatchListConfigMapForAllNamespacesAsync(this ICoreV1Operations operations, bool? allowWatchBookmarks = default, string continueParameter = default, string fieldSelector = default, string labelSelector = default, int? limit = default, bool? pretty = default, string resourceVersion = default, string resourceVersionMatch = default, bool? sendInitialEvents = default, string shardSelector = default, int? timeoutSeconds = default, Action<Exception> onError = null, CancellationToken cancellationToken = default)
    {
        var response = operations.ListConfigMapForAllNamespacesWithHttpMessagesAsync(allowWatchBookmarks, continueParameter, fieldSelector, labelSelector, limit, pretty, resourceVersion, resourceVersionMatch, sendInitialEvents, shardSelector, timeoutSeconds, true, null, cancellationToken);
        return WatchEvents.Read<V1ConfigMap, V1ConfigMapList>(response, onError, cancellationToken);
    }

    public static async Task<V1ConfigMap> CreateNamespacedConfigMapAsync(this ICoreV1Operations operations, V1ConfigMap body, string namespaceParameter, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.CreateNamespacedConfigMapWithHttpMessagesAsync(body, namespaceParameter, dryRun, fieldManager, fieldValidation, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1ConfigMap> ReplaceNamespacedConfigMapAsync(this ICoreV1Operations operations, V1ConfigMap body, string name, string namespaceParameter, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.ReplaceNamespacedConfigMapWithHttpMessagesAsync(body, name, namespaceParameter, dryRun, fieldManager, fieldValidation, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1ConfigMap> PatchNamespacedConfigMapAsync(this ICoreV1Operations operations, V1Patch body, string name, string namespaceParameter, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? force = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.PatchNamespacedConfigMapWithHttpMessagesAsync(body, name, namespaceParameter, dryRun, fieldManager, fieldValidation, force, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1Status> DeleteNamespacedConfigMapAsync(this ICoreV1Operations operations, string name, string namespaceParameter, V1DeleteOptions body = default, string dryRun = default, int? gracePeriodSeconds = default, bool? ignoreStoreReadErrorWithClusterBreakingPotential = default, bool? orphanDependents = default, string propagationPolicy = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.DeleteNamespacedConfigMapWithHttpMessagesAsync(name, namespaceParameter, body, dryRun, gracePeriodSeconds, ignoreStoreReadErrorWithClusterBreakingPotential, orphanDependents, propagationPolicy, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1Node> ReadNodeAsync(this ICoreV1Operations operations, string name, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.ReadNodeWithHttpMessagesAsync(name, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1NodeList> ListNodeAsync(this ICoreV1Operations operations, bool? allowWatchBookmarks = default, string continueParameter = default, string fieldSelector = default, string labelSelector = default, int? limit = default, string resourceVersion = default, string resourceVersionMatch = default, bool? sendInitialEvents = default, string shardSelector = default, int? timeoutSeconds = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.ListNodeWithHttpMessagesAsync(allowWatchBookmarks, continueParameter, fieldSelector, labelSelector, limit, resourceVersion, resourceVersionMatch, sendInitialEvents, shardSelector, timeoutSeconds, null, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static IAsyncEnumerable<(WatchEventType, V1Node)> WatchListNodeAsync(this ICoreV1Operations operations, bool? allowWatchBookmarks = default, string continueParameter = default, string fieldSelector = default, string labelSelector = default, int? limit = default, string resourceVersion = default, string resourceVersionMatch = default, bool? sendInitialEvents = default, string shardSelector = default, int? timeoutSeconds = default, bool? pretty = default, Action<Exception> onError = null, CancellationToken cancellationToken = default)
    {
        var response = operations.ListNodeWithHttpMessagesAsync(allowWatchBookmarks, continueParameter, fieldSelector, labelSelector, limit, resourceVersion, resourceVersionMatch, sendInitialEvents, shardSelector, timeoutSeconds, true, pretty, null, cancellationToken);
        return WatchEvents.Read<V1Node, V1NodeList>(response, onError, cancellationToken);
    }

    public static async Task<V1Node> CreateNodeAsync(this ICoreV1Operations operations, V1Node body, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.CreateNodeWithHttpMessagesAsync(body, dryRun, fieldManager, fieldValidation, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1Node> PatchNodeAsync(this ICoreV1Operations operations, V1Patch body, string name, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? force = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.PatchNodeWithHttpMessagesAsync(body, name, dryRun, fieldManager, fieldValidation, force, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1Node> PatchNodeStatusAsync(this ICoreV1Operations operations, V1Patch body, string name, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? force = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.PatchNodeStatusWithHttpMessagesAsync(body, name, dryRun, fieldManager, fieldValidation, force, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1Status> DeleteNodeAsync(this ICoreV1Operations operations, string name, V1DeleteOptions body = default, string dryRun = default, int? gracePeriodSeconds = default, bool? ignoreStoreReadErrorWithClusterBreakingPotential = default, bool? orphanDependents = default, string propagationPolicy = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.DeleteNodeWithHttpMessagesAsync(name, body, dryRun, gracePeriodSeconds, ignoreStoreReadErrorWithClusterBreakingPotential, orphanDependents, propagationPolicy, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1Namespace> ReadNamespaceAsync(this ICoreV1Operations operations, string name, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.ReadNamespaceWithHttpMessagesAsync(name, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1NamespaceList> ListNamespaceAsync(this ICoreV1Operations operations, bool? allowWatchBookmarks = default, string continueParameter = default, string fieldSelector = default, string labelSelector = default, int? limit = default, string resourceVersion = default, string resourceVersionMatch = default, bool? sendInitialEvents = default, string shardSelector = default, int? timeoutSeconds = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.ListNamespaceWithHttpMessagesAsync(allowWatchBookmarks, continueParameter, fieldSelector, labelSelector, limit, resourceVersion, resourceVersionMatch, sendInitialEvents, shardSelector, timeoutSeconds, null, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static IAsyncEnumerable<(WatchEventType, V1Namespace)> WatchListNamespaceAsync(this ICoreV1Operations operations, bool? allowWatchBookmarks = default, string continueParameter = default, string fieldSelector = default, string labelSelector = default, int? limit = default, string resourceVersion = default, string resourceVersionMatch = default, bool? sendInitialEvents = default, string shardSelector = default, int? timeoutSeconds = default, bool? pretty = default, Action<Exception> onError = null, CancellationToken cancellationToken = default)
    {
        var response = operations.ListNamespaceWithHttpMessagesAsync(allowWatchBookmarks, continueParameter, fieldSelector, labelSelector, limit, resourceVersion, resourceVersionMatch, sendInitialEvents, shardSelector, timeoutSeconds, true, pretty, null, cancellationToken);
        return WatchEvents.Read<V1Namespace, V1NamespaceList>(response, onError, cancellationToken);
    }

    public static async Task<V1Namespace> CreateNamespaceAsync(this ICoreV1Operations operations, V1Namespace body, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.CreateNamespaceWithHttpMessagesAsync(body, dryRun, fieldManager, fieldValidation, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1Status> DeleteNamespaceAsync(this ICoreV1Operations operations, string name, V1DeleteOptions body = default, string dryRun = default, int? gracePeriodSeconds = default, bool? ignoreStoreReadErrorWithClusterBreakingPotential = default, bool? orphanDependents = default, string propagationPolicy = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.DeleteNamespaceWithHttpMessagesAsync(name, body, dryRun, gracePeriodSeconds, ignoreStoreReadErrorWithClusterBreakingPotential, orphanDependents, propagationPolicy, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1Pod> ReadNamespacedPodAsync(this ICoreV1Operations operations, string name, string namespaceParameter, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.ReadNamespacedPodWithHttpMessagesAsync(name, namespaceParameter, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1PodList> ListNamespacedPodAsync(this ICoreV1Operations operations, string namespaceParameter, bool? allowWatchBookmarks = default, string continueParameter = default, string fieldSelector = default, string labelSelector = default, int? limit = default, string resourceVersion = default, string resourceVersionMatch = default, bool? sendInitialEvents = default, string shardSelector = default, int? timeoutSeconds = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.ListNamespacedPodWithHttpMessagesAsync(namespaceParameter, allowWatchBookmarks, continueParameter, fieldSelector, labelSelector, limit, resourceVersion, resourceVersionMatch, sendInitialEvents, shardSelector, timeoutSeconds, null, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static IAsyncEnumerable<(WatchEventType, V1Pod)> WatchListNamespacedPodAsync(this ICoreV1Operations operations, string namespaceParameter, bool? allowWatchBookmarks = default, string continueParameter = default, string fieldSelector = default, string labelSelector = default, int? limit = default, string resourceVersion = default, string resourceVersionMatch = default, bool? sendInitialEvents = default, string shardSelector = default, int? timeoutSeconds = default, bool? pretty = default, Action<Exception> onError = null, CancellationToken cancellationToken = default)
    {
        var response = operations.ListNamespacedPodWithHttpMessagesAsync(namespaceParameter, allowWatchBookmarks, continueParameter, fieldSelector, labelSelector, limit, resourceVersion, resourceVersionMatch, sendInitialEvents, shardSelector, timeoutSeconds, true, pretty, null, cancellationToken);
        return WatchEvents.Read<V1Pod, V1PodList>(response, onError, cancellationToken);
    }

    public static async Task<V1PodList> ListPodForAllNamespacesAsync(this ICoreV1Operations operations, bool? allowWatchBookmarks = default, string continueParameter = default, string fieldSelector = default, string labelSelector = default, int? limit = default, bool? pretty = default, string resourceVersion = default, string resourceVersionMatch = default, bool? sendInitialEvents = default, string shardSelector = default, int? timeoutSeconds = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.ListPodForAllNamespacesWithHttpMessagesAsync(allowWatchBookmarks, continueParameter, fieldSelector, labelSelector, limit, pretty, resourceVersion, resourceVersionMatch, sendInitialEvents, shardSelector, timeoutSeconds, null, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static IAsyncEnumerable<(WatchEventType, V1Pod)> WatchListPodForAllNamespacesAsync(this ICoreV1Operations operations, bool? allowWatchBookmarks = default, string continueParameter = default, string fieldSelector = default, string labelSelector = default, int? limit = default, bool? pretty = default, string resourceVersion = default, string resourceVersionMatch = default, bool? sendInitialEvents = default, string shardSelector = default, int? timeoutSeconds = default, Action<Exception> onError = null, CancellationToken cancellationToken = default)
    {
        var response = operations.ListPodForAllNamespacesWithHttpMessagesAsync(allowWatchBookmarks, continueParameter, fieldSelector, labelSelector, limit, pretty, resourceVersion, resourceVersionMatch, sendInitialEvents, shardSelector, timeoutSeconds, true, null, cancellationToken);
        return WatchEvents.Read<V1Pod, V1PodList>(response, onError, cancellationToken);
    }

    public static async Task<V1Pod> CreateNamespacedPodAsync(this ICoreV1Operations operations, V1Pod body, string namespaceParameter, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.CreateNamespacedPodWithHttpMessagesAsync(body, namespaceParameter, dryRun, fieldManager, fieldValidation, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<V1Secret> ReadNamespacedSecretAsync(this ICoreV1Operations operations, string name, string namespaceParameter, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.ReadNamespacedSecretWithHttpMessagesAsync(name, namespaceParameter, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<Corev1Event> CreateNamespacedEventAsync(this ICoreV1Operations operations, Corev1Event body, string namespaceParameter, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.CreateNamespacedEventWithHttpMessagesAsync(body, namespaceParameter, dryRun, fieldManager, fieldValidation, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<Corev1EventList> ListNamespacedEventAsync(this ICoreV1Operations operations, string namespaceParameter, bool? allowWatchBookmarks = default, string continueParameter = default, string fieldSelector = default, string labelSelector = default, int? limit = default, string resourceVersion = default, string resourceVersionMatch = default, bool? sendInitialEvents = default, string shardSelector = default, int? timeoutSeconds = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.ListNamespacedEventWithHttpMessagesAsync(namespaceParameter, allowWatchBookmarks, continueParameter, fieldSelector, labelSelector, limit, resourceVersion, resourceVersionMatch, sendInitialEvents, shardSelector, timeoutSeconds, null, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static IAsyncEnumerable<(WatchEventType, Corev1Event)> WatchListNamespacedEventAsync(this ICoreV1Operations operations, string namespaceParameter, bool? allowWatchBookmarks = default, string continueParameter = default, string fieldSelector = default, string labelSelector = default, int? limit = default, string resourceVersion = default, string resourceVersionMatch = default, bool? sendInitialEvents = default, string shardSelector = default, int? timeoutSeconds = default, bool? pretty = default, Action<Exception> onError = null, CancellationToken cancellationToken = default)
    {
        var response = operations.ListNamespacedEventWithHttpMessagesAsync(namespaceParameter, allowWatchBookmarks, continueParameter, fieldSelector, labelSelector, limit, resourceVersion, resourceVersionMatch, sendInitialEvents, shardSelector, timeoutSeconds, true, pretty, null, cancellationToken);
        return WatchEvents.Read<Corev1Event, Corev1EventList>(response, onError, cancellationToken);
    }

    public static async Task<V1ServiceAccount> CreateNamespacedServiceAccountAsync(this ICoreV1Operations operations, V1ServiceAccount body, string namespaceParameter, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.CreateNamespacedServiceAccountWithHttpMessagesAsync(body, namespaceParameter, dryRun, fieldManager, fieldValidation, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }

    public static async Task<Authenticationv1TokenRequest> CreateNamespacedServiceAccountTokenAsync(this ICoreV1Operations operations, Authenticationv1TokenRequest body, string name, string namespaceParameter, string dryRun = default, string fieldManager = default, string fieldValidation = default, bool? pretty = default, CancellationToken cancellationToken = default)
    {
        using var response = await operations.CreateNamespacedServiceAccountTokenWithHttpMessagesAsync(body, name, namespaceParameter, dryRun, fieldManager, fieldValidation, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }
}
