using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using NodeTasker.Rollouts;

namespace NodeTasker.Cluster;

/// <summary>The Nodes of the cluster, each reduced to its facts as soon as it is read.</summary>
/// <param name="client">The API.</param>
/// <param name="pageSize">How many of them one answer holds: a Node is large.</param>
public sealed class NodesEndpoint(IKubernetes client, int pageSize = 250) : ICollectionEndpoint<NodeFacts>
{
    /// <inheritdoc/>
    public string Description => "the Nodes";

    /// <inheritdoc/>
    public async Task<CollectionPage<NodeFacts>> ListAsync(string? continueToken, CancellationToken cancellationToken)
    {
        var list = await client.CoreV1.ListNodeAsync(
            limit: pageSize,
            continueParameter: continueToken,
            cancellationToken: cancellationToken
        );
        return new([.. (list.Items ?? []).Select(ItemOf)], list.Metadata.ResourceVersion, list.Metadata.ContinueProperty);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<(WatchEventType Type, CollectionItem<NodeFacts> Item)> WatchAsync(
        string resourceVersion,
        Action<Exception> onError,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var changes = client.CoreV1.WatchListNodeAsync(
            allowWatchBookmarks: true,
            resourceVersion: resourceVersion,
            onError: onError,
            cancellationToken: cancellationToken
        );
        await foreach (var (type, node) in changes)
            yield return (type, ItemOf(node));
    }

    private static CollectionItem<NodeFacts> ItemOf(V1Node node)
    {
        var metadata = node.Metadata;
        var ready = node.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready");
        var readiness = ready?.Status switch
        {
            null or "True" => NodeReadiness.Ready,
            "False" => NodeReadiness.NotReady,
            _ => NodeReadiness.Unreachable,
        };
        var labels = metadata.Labels?.AsReadOnly() ?? (IReadOnlyDictionary<string, string>)new Dictionary<string, string>();
        return new(
            metadata.Name,
            metadata.ResourceVersion,
            new NodeFacts(
                metadata.Name,
                metadata.Uid,
                labels,
                readiness,
                TimeOf(ready?.LastTransitionTime),
                TimeOf(metadata.CreationTimestamp) ?? DateTimeOffset.MinValue
            )
        );
    }

    private static DateTimeOffset? TimeOf(DateTime? utc) =>
        utc is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null;
}
