using k8s;
using k8s.Models;

namespace NodeTasker.Cluster;

/// <summary>One ConfigMap by name. The field selector is indexed by the API server and authorised by RBAC's resourceNames.</summary>
public sealed class ConfigMapEndpoint(IKubernetes client, string ns, string name) : IObjectEndpoint<V1ConfigMap>
{
    private readonly string _selector = $"metadata.name={name}";

    /// <inheritdoc/>
    public string Description => $"ConfigMap {ns}/{name}";

    /// <inheritdoc/>
    public async Task<(V1ConfigMap? Item, string ResourceVersion)> ListAsync(CancellationToken cancellationToken)
    {
        var list = await client.CoreV1.ListNamespacedConfigMapAsync(
            namespaceParameter: ns,
            fieldSelector: _selector,
            cancellationToken: cancellationToken
        );
        return NamedObjects.Only(list?.Items, list?.Metadata, V1ConfigMap.KubeKind, name);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<(WatchEventType Type, V1ConfigMap Item)> WatchAsync(
        string resourceVersion,
        Action<Exception> onError,
        CancellationToken cancellationToken
    ) =>
        NamedObjects.Only(
            client.CoreV1.WatchListNamespacedConfigMapAsync(
                namespaceParameter: ns,
                allowWatchBookmarks: true,
                fieldSelector: _selector,
                resourceVersion: resourceVersion,
                onError: onError,
                cancellationToken: cancellationToken
            ),
            V1ConfigMap.KubeKind,
            name,
            cancellationToken
        );
}
