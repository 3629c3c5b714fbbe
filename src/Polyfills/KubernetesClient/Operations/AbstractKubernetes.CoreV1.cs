using k8s.Autorest;
using k8s.Models;

namespace k8s;

public abstract partial class AbstractKubernetes : ICoreV1Operations
{
    public virtual ICoreV1Operations CoreV1 => this;

    Task<HttpOperationResponse<V1ConfigMap>> ICoreV1Operations.ReadNamespacedConfigMapWithHttpMessagesAsync(string name, string namespaceParameter, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1ConfigMap, object>(HttpMethod.Get, Uri, null, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(namespaceParameter).Segment("configmaps").Name(name)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1ConfigMapList>> ICoreV1Operations.ListNamespacedConfigMapWithHttpMessagesAsync(string namespaceParameter, bool? allowWatchBookmarks, string continueParameter, string fieldSelector, string labelSelector, int? limit, string resourceVersion, string resourceVersionMatch, bool? sendInitialEvents, string shardSelector, int? timeoutSeconds, bool? watch, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1ConfigMapList, object>(HttpMethod.Get, Uri, null, watch, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(namespaceParameter).Segment("configmaps")
            .Query("allowWatchBookmarks", allowWatchBookmarks)
            .Query("continue", continueParameter)
            .Query("fieldSelector", fieldSelector)
            .Query("labelSelector", labelSelector)
            .Query("limit", limit)
            .Query("resourceVersion", resourceVersion)
            .Query("resourceVersionMatch", resourceVersionMatch)
            .Query("sendInitialEvents", sendInitialEvents)
            .Query("shardSelector", shardSelector)
            .Query("timeoutSeconds", timeoutSeconds)
            .Query("watch", watch)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1ConfigMapList>> ICoreV1Operations.ListConfigMapForAllNamespacesWithHttpMessagesAsync(bool? allowWatchBookmarks, string continueParameter, string fieldSelector, string labelSelector, int? limit, bool? pretty, string resourceVersion, string resourceVersionMatch, bool? sendInitialEvents, string shardSelector, int? timeoutSeconds, bool? watch, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1ConfigMapList, object>(HttpMethod.Get, Uri, null, watch, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("configmaps")
            .Query("allowWatchBookmarks", allowWatchBookmarks)
            .Query("continue", continueParameter)
            .Query("fieldSelector", fieldSelector)
            .Query("labelSelector", labelSelector)
            .Query("limit", limit)
            .Query("pretty", pretty)
            .Query("resourceVersion", resourceVersion)
            .Query("resourceVersionMatch", resourceVersionMatch)
            .Query("sendInitialEvents", sendInitialEvents)
            .Query("shardSelector", shardSelector)
            .Query("timeoutSeconds", timeoutSeconds)
            .Query("watch", watch);
    }

    Task<HttpOperationResponse<V1ConfigMap>> ICoreV1Operations.CreateNamespacedConfigMapWithHttpMessagesAsync(V1ConfigMap body, string namespaceParameter, string dryRun, string fieldManager, string fieldValidation, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1ConfigMap, V1ConfigMap>(HttpMethod.Post, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(namespaceParameter).Segment("configmaps")
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1ConfigMap>> ICoreV1Operations.ReplaceNamespacedConfigMapWithHttpMessagesAsync(V1ConfigMap body, string name, string namespaceParameter, string dryRun, string fieldManager, string fieldValidation, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1ConfigMap, V1ConfigMap>(HttpMethod.Put, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(namespaceParameter).Segment("configmaps").Name(name)
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1ConfigMap>> ICoreV1Operations.PatchNamespacedConfigMapWithHttpMessagesAsync(V1Patch body, string name, string namespaceParameter, string dryRun, string fieldManager, string fieldValidation, bool? force, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1ConfigMap, V1Patch>(HttpMethod.Patch, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(namespaceParameter).Segment("configmaps").Name(name)
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("force", force)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1Status>> ICoreV1Operations.DeleteNamespacedConfigMapWithHttpMessagesAsync(string name, string namespaceParameter, V1DeleteOptions body, string dryRun, int? gracePeriodSeconds, bool? ignoreStoreReadErrorWithClusterBreakingPotential, bool? orphanDependents, string propagationPolicy, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Status, V1DeleteOptions>(HttpMethod.Delete, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(namespaceParameter).Segment("configmaps").Name(name)
            .Query("dryRun", dryRun)
            .Query("gracePeriodSeconds", gracePeriodSeconds)
            .Query("ignoreStoreReadErrorWithClusterBreakingPotential", ignoreStoreReadErrorWithClusterBreakingPotential)
            .Query("orphanDependents", orphanDependents)
            .Query("propagationPolicy", propagationPolicy)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1Node>> ICoreV1Operations.ReadNodeWithHttpMessagesAsync(string name, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Node, object>(HttpMethod.Get, Uri, null, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("nodes").Name(name)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1NodeList>> ICoreV1Operations.ListNodeWithHttpMessagesAsync(bool? allowWatchBookmarks, string continueParameter, string fieldSelector, string labelSelector, int? limit, string resourceVersion, string resourceVersionMatch, bool? sendInitialEvents, string shardSelector, int? timeoutSeconds, bool? watch, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1NodeList, object>(HttpMethod.Get, Uri, null, watch, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("nodes")
            .Query("allowWatchBookmarks", allowWatchBookmarks)
            .Query("continue", continueParameter)
            .Query("fieldSelector", fieldSelector)
            .Query("labelSelector", labelSelector)
            .Query("limit", limit)
            .Query("resourceVersion", resourceVersion)
            .Query("resourceVersionMatch", resourceVersionMatch)
            .Query("sendInitialEvents", sendInitialEvents)
            .Query("shardSelector", shardSelector)
            .Query("timeoutSeconds", timeoutSeconds)
            .Query("watch", watch)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1Node>> ICoreV1Operations.CreateNodeWithHttpMessagesAsync(V1Node body, string dryRun, string fieldManager, string fieldValidation, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Node, V1Node>(HttpMethod.Post, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("nodes")
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1Node>> ICoreV1Operations.PatchNodeWithHttpMessagesAsync(V1Patch body, string name, string dryRun, string fieldManager, string fieldValidation, bool? force, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Node, V1Patch>(HttpMethod.Patch, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("nodes").Name(name)
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("force", force)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1Node>> ICoreV1Operations.PatchNodeStatusWithHttpMessagesAsync(V1Patch body, string name, string dryRun, string fieldManager, string fieldValidation, bool? force, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Node, V1Patch>(HttpMethod.Patch, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("nodes").Name(name).Segment("status")
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("force", force)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1Status>> ICoreV1Operations.DeleteNodeWithHttpMessagesAsync(string name, V1DeleteOptions body, string dryRun, int? gracePeriodSeconds, bool? ignoreStoreReadErrorWithClusterBreakingPotential, bool? orphanDependents, string propagationPolicy, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Status, V1DeleteOptions>(HttpMethod.Delete, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("nodes").Name(name)
            .Query("dryRun", dryRun)
            .Query("gracePeriodSeconds", gracePeriodSeconds)
            .Query("ignoreStoreReadErrorWithClusterBreakingPotential", ignoreStoreReadErrorWithClusterBreakingPotential)
            .Query("orphanDependents", orphanDependents)
            .Query("propagationPolicy", propagationPolicy)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1Namespace>> ICoreV1Operations.ReadNamespaceWithHttpMessagesAsync(string name, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Namespace, object>(HttpMethod.Get, Uri, null, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(name)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1NamespaceList>> ICoreV1Operations.ListNamespaceWithHttpMessagesAsync(bool? allowWatchBookmarks, string continueParameter, string fieldSelector, string labelSelector, int? limit, string resourceVersion, string resourceVersionMatch, bool? sendInitialEvents, string shardSelector, int? timeoutSeconds, bool? watch, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1NamespaceList, object>(HttpMethod.Get, Uri, null, watch, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces")
            .Query("allowWatchBookmarks", allowWatchBookmarks)
            .Query("continue", continueParameter)
            .Query("fieldSelector", fieldSelector)
            .Query("labelSelector", labelSelector)
            .Query("limit", limit)
            .Query("resourceVersion", resourceVersion)
            .Query("resourceVersionMatch", resourceVersionMatch)
            .Query("sendInitialEvents", sendInitialEvents)
            .Query("shardSelector", shardSelector)
            .Query("timeoutSeconds", timeoutSeconds)
            .Query("watch", watch)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1Namespace>> ICoreV1Operations.CreateNamespaceWithHttpMessagesAsync(V1Namespace body, string dryRun, string fieldManager, string fieldValidation, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Namespace, V1Namespace>(HttpMethod.Post, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces")
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1Status>> ICoreV1Operations.DeleteNamespaceWithHttpMessagesAsync(string name, V1DeleteOptions body, string dryRun, int? gracePeriodSeconds, bool? ignoreStoreReadErrorWithClusterBreakingPotential, bool? orphanDependents, string propagationPolicy, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Status, V1DeleteOptions>(HttpMethod.Delete, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(name)
            .Query("dryRun", dryRun)
            .Query("gracePeriodSeconds", gracePeriodSeconds)
            .Query("ignoreStoreReadErrorWithClusterBreakingPotential", ignoreStoreReadErrorWithClusterBreakingPotential)
            .Query("orphanDependents", orphanDependents)
            .Query("propagationPolicy", propagationPolicy)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1Pod>> ICoreV1Operations.ReadNamespacedPodWithHttpMessagesAsync(string name, string namespaceParameter, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Pod, object>(HttpMethod.Get, Uri, null, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(namespaceParameter).Segment("pods").Name(name)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1PodList>> ICoreV1Operations.ListNamespacedPodWithHttpMessagesAsync(string namespaceParameter, bool? allowWatchBookmarks, string continueParameter, string fieldSelector, string labelSelector, int? limit, string resourceVersion, string resourceVersionMatch, bool? sendInitialEvents, string shardSelector, int? timeoutSeconds, bool? watch, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1PodList, object>(HttpMethod.Get, Uri, null, watch, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(namespaceParameter).Segment("pods")
            .Query("allowWatchBookmarks", allowWatchBookmarks)
            .Query("continue", continueParameter)
            .Query("fieldSelector", fieldSelector)
            .Query("labelSelector", labelSelector)
            .Query("limit", limit)
            .Query("resourceVersion", resourceVersion)
            .Query("resourceVersionMatch", resourceVersionMatch)
            .Query("sendInitialEvents", sendInitialEvents)
            .Query("shardSelector", shardSelector)
            .Query("timeoutSeconds", timeoutSeconds)
            .Query("watch", watch)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1PodList>> ICoreV1Operations.ListPodForAllNamespacesWithHttpMessagesAsync(bool? allowWatchBookmarks, string continueParameter, string fieldSelector, string labelSelector, int? limit, bool? pretty, string resourceVersion, string resourceVersionMatch, bool? sendInitialEvents, string shardSelector, int? timeoutSeconds, bool? watch, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1PodList, object>(HttpMethod.Get, Uri, null, watch, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("pods")
            .Query("allowWatchBookmarks", allowWatchBookmarks)
            .Query("continue", continueParameter)
            .Query("fieldSelector", fieldSelector)
            .Query("labelSelector", labelSelector)
            .Query("limit", limit)
            .Query("pretty", pretty)
            .Query("resourceVersion", resourceVersion)
            .Query("resourceVersionMatch", resourceVersionMatch)
            .Query("sendInitialEvents", sendInitialEvents)
            .Query("shardSelector", shardSelector)
            .Query("timeoutSeconds", timeoutSeconds)
            .Query("watch", watch);
    }

    Task<HttpOperationResponse<V1Pod>> ICoreV1Operations.CreateNamespacedPodWithHttpMessagesAsync(V1Pod body, string namespaceParameter, string dryRun, string fieldManager, string fieldValidation, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Pod, V1Pod>(HttpMethod.Post, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(namespaceParameter).Segment("pods")
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1Secret>> ICoreV1Operations.ReadNamespacedSecretWithHttpMessagesAsync(string name, string namespaceParameter, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Secret, object>(HttpMethod.Get, Uri, null, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(namespaceParameter).Segment("secrets").Name(name)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<Corev1Event>> ICoreV1Operations.CreateNamespacedEventWithHttpMessagesAsync(Corev1Event body, string namespaceParameter, string dryRun, string fieldManager, string fieldValidation, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<Corev1Event, Corev1Event>(HttpMethod.Post, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(namespaceParameter).Segment("events")
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<Corev1EventList>> ICoreV1Operations.ListNamespacedEventWithHttpMessagesAsync(string namespaceParameter, bool? allowWatchBookmarks, string continueParameter, string fieldSelector, string labelSelector, int? limit, string resourceVersion, string resourceVersionMatch, bool? sendInitialEvents, string shardSelector, int? timeoutSeconds, bool? watch, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<Corev1EventList, object>(HttpMethod.Get, Uri, null, watch, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(namespaceParameter).Segment("events")
            .Query("allowWatchBookmarks", allowWatchBookmarks)
            .Query("continue", continueParameter)
            .Query("fieldSelector", fieldSelector)
            .Query("labelSelector", labelSelector)
            .Query("limit", limit)
            .Query("resourceVersion", resourceVersion)
            .Query("resourceVersionMatch", resourceVersionMatch)
            .Query("sendInitialEvents", sendInitialEvents)
            .Query("shardSelector", shardSelector)
            .Query("timeoutSeconds", timeoutSeconds)
            .Query("watch", watch)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1ServiceAccount>> ICoreV1Operations.CreateNamespacedServiceAccountWithHttpMessagesAsync(V1ServiceAccount body, string namespaceParameter, string dryRun, string fieldManager, string fieldValidation, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1ServiceAccount, V1ServiceAccount>(HttpMethod.Post, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(namespaceParameter).Segment("serviceaccounts")
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<Authenticationv1TokenRequest>> ICoreV1Operations.CreateNamespacedServiceAccountTokenWithHttpMessagesAsync(Authenticationv1TokenRequest body, string name, string namespaceParameter, string dryRun, string fieldManager, string fieldValidation, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<Authenticationv1TokenRequest, Authenticationv1TokenRequest>(HttpMethod.Post, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("api/v1").Segment("namespaces").Name(namespaceParameter).Segment("serviceaccounts").Name(name).Segment("token")
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("pretty", pretty);
    }
}
