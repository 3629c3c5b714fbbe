using k8s;
using k8s.Models;

namespace NodeTasker.Cluster;

/// <summary>One Node by name.</summary>
public sealed class NodeEndpoint(IKubernetes client, string name) : IObjectEndpoint<V1Node>
{
    private readonly string _selector = $"metadata.name={name}";

    /// <inheritdoc/>
    public string Description => $"Node {name}";

    /// <inheritdoc/>
    public async Task<(V1Node? Item, string ResourceVersion)> ListAsync(CancellationToken cancellationToken)
    {
        var list = await client.CoreV1.ListNodeAsync(fieldSelector: _selector, cancellationToken: cancellationToken);
        return NamedObjects.Only(list?.Items, list?.Metadata, V1Node.KubeKind, name);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<(WatchEventType Type, V1Node Item)> WatchAsync(
        string resourceVersion,
        Action<Exception> onError,
        CancellationToken cancellationToken
    ) =>
        NamedObjects.Only(
            client.CoreV1.WatchListNodeAsync(
                allowWatchBookmarks: true,
                fieldSelector: _selector,
                resourceVersion: resourceVersion,
                onError: onError,
                cancellationToken: cancellationToken
            ),
            V1Node.KubeKind,
            name,
            cancellationToken
        );
}
