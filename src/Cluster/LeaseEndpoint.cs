using k8s;
using k8s.Models;

namespace NodeTasker.Cluster;

/// <summary>One Lease by name.</summary>
public sealed class LeaseEndpoint(IKubernetes client, string ns, string name) : IObjectEndpoint<V1Lease>
{
    private readonly string _selector = $"metadata.name={name}";

    /// <inheritdoc/>
    public string Description => $"Lease {ns}/{name}";

    /// <inheritdoc/>
    public async Task<(V1Lease? Item, string ResourceVersion)> ListAsync(CancellationToken cancellationToken)
    {
        var list = await client.CoordinationV1.ListNamespacedLeaseAsync(
            namespaceParameter: ns,
            fieldSelector: _selector,
            cancellationToken: cancellationToken
        );
        return NamedObjects.Only(list?.Items, list?.Metadata, V1Lease.KubeKind, name);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<(WatchEventType Type, V1Lease Item)> WatchAsync(
        string resourceVersion,
        Action<Exception> onError,
        CancellationToken cancellationToken
    ) =>
        NamedObjects.Only(
            client.CoordinationV1.WatchListNamespacedLeaseAsync(
                namespaceParameter: ns,
                allowWatchBookmarks: true,
                fieldSelector: _selector,
                resourceVersion: resourceVersion,
                onError: onError,
                cancellationToken: cancellationToken
            ),
            V1Lease.KubeKind,
            name,
            cancellationToken
        );
}
