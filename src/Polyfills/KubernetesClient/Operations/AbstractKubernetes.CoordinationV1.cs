using k8s.Autorest;
using k8s.Models;

namespace k8s;

public abstract partial class AbstractKubernetes : ICoordinationV1Operations
{
    public virtual ICoordinationV1Operations CoordinationV1 => this;

    Task<HttpOperationResponse<V1Lease>> ICoordinationV1Operations.ReadNamespacedLeaseWithHttpMessagesAsync(string name, string namespaceParameter, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Lease, object>(HttpMethod.Get, Uri, null, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("apis/coordination.k8s.io/v1").Segment("namespaces").Name(namespaceParameter).Segment("leases").Name(name)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1LeaseList>> ICoordinationV1Operations.ListNamespacedLeaseWithHttpMessagesAsync(string namespaceParameter, bool? allowWatchBookmarks, string continueParameter, string fieldSelector, string labelSelector, int? limit, string resourceVersion, string resourceVersionMatch, bool? sendInitialEvents, string shardSelector, int? timeoutSeconds, bool? watch, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1LeaseList, object>(HttpMethod.Get, Uri, null, watch, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("apis/coordination.k8s.io/v1").Segment("namespaces").Name(namespaceParameter).Segment("leases")
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

    Task<HttpOperationResponse<V1Lease>> ICoordinationV1Operations.CreateNamespacedLeaseWithHttpMessagesAsync(V1Lease body, string namespaceParameter, string dryRun, string fieldManager, string fieldValidation, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Lease, V1Lease>(HttpMethod.Post, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("apis/coordination.k8s.io/v1").Segment("namespaces").Name(namespaceParameter).Segment("leases")
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1Lease>> ICoordinationV1Operations.ReplaceNamespacedLeaseWithHttpMessagesAsync(V1Lease body, string name, string namespaceParameter, string dryRun, string fieldManager, string fieldValidation, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Lease, V1Lease>(HttpMethod.Put, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("apis/coordination.k8s.io/v1").Segment("namespaces").Name(namespaceParameter).Segment("leases").Name(name)
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1Lease>> ICoordinationV1Operations.PatchNamespacedLeaseWithHttpMessagesAsync(V1Patch body, string name, string namespaceParameter, string dryRun, string fieldManager, string fieldValidation, bool? force, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Lease, V1Patch>(HttpMethod.Patch, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("apis/coordination.k8s.io/v1").Segment("namespaces").Name(namespaceParameter).Segment("leases").Name(name)
            .Query("dryRun", dryRun)
            .Query("fieldManager", fieldManager)
            .Query("fieldValidation", fieldValidation)
            .Query("force", force)
            .Query("pretty", pretty);
    }

    Task<HttpOperationResponse<V1Status>> ICoordinationV1Operations.DeleteNamespacedLeaseWithHttpMessagesAsync(string name, string namespaceParameter, V1DeleteOptions body, string dryRun, int? gracePeriodSeconds, bool? ignoreStoreReadErrorWithClusterBreakingPotential, bool? orphanDependents, string propagationPolicy, bool? pretty, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        return SendAsync<V1Status, V1DeleteOptions>(HttpMethod.Delete, Uri, body, null, customHeaders, cancellationToken);

        RequestUri Uri() => new RequestUri("apis/coordination.k8s.io/v1").Segment("namespaces").Name(namespaceParameter).Segment("leases").Name(name)
            .Query("dryRun", dryRun)
            .Query("gracePeriodSeconds", gracePeriodSeconds)
            .Query("ignoreStoreReadErrorWithClusterBreakingPotential", ignoreStoreReadErrorWithClusterBreakingPotential)
            .Query("orphanDependents", orphanDependents)
            .Query("propagationPolicy", propagationPolicy)
            .Query("pretty", pretty);
    }
}
