using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Watching;

/// <summary>The grants of one task.</summary>
internal sealed class GrantsEndpoint(IKubernetes client, string ns, string task) : ICollectionEndpoint<GrantLease>
{
    private const int PageSize = 500;
    private readonly string _selector =
        $"{WellKnown.TaskLabel}={KubernetesName.ToLabelValue(task)},{WellKnown.ComponentLabel}={WellKnown.GrantComponent}";

    public string Description => $"the grants of {ns}/{task}";

    public static GrantLease FactOf(V1Lease lease) => new(lease.Spec?.HolderIdentity, lease.Metadata.ResourceVersion);

    public async Task<CollectionPage<GrantLease>> ListAsync(string? continueToken, CancellationToken cancellationToken)
    {
        var list = await client.CoordinationV1.ListNamespacedLeaseAsync(
            ns,
            labelSelector: _selector,
            limit: PageSize,
            continueParameter: continueToken,
            cancellationToken: cancellationToken
        );
        return new([.. list.Items.Select(ItemOf)], list.Metadata.ResourceVersion, list.Metadata.ContinueProperty);
    }

    public async IAsyncEnumerable<(WatchEventType Type, CollectionItem<GrantLease> Item)> WatchAsync(
        string resourceVersion,
        Action<Exception> onError,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var changes = client.CoordinationV1.WatchListNamespacedLeaseAsync(
            ns,
            allowWatchBookmarks: true,
            labelSelector: _selector,
            resourceVersion: resourceVersion,
            onError: onError,
            cancellationToken: cancellationToken
        );
        await foreach (var (type, lease) in changes)
            yield return (type, ItemOf(lease));
    }

    private static CollectionItem<GrantLease> ItemOf(V1Lease lease) =>
        new(lease.Metadata.Name, lease.Metadata.ResourceVersion, FactOf(lease));
}
