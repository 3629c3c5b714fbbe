using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Rollouts;

namespace NodeTasker.Watching;

/// <summary>The results of one task, as metadata alone (<c>PartialObjectMetadata</c>): some 1 KB each, whatever the scripts have written. Null is a result that can't be read.</summary>
/// <param name="client">The API.</param>
/// <param name="ns">The task's namespace.</param>
/// <param name="task">The task's name.</param>
/// <param name="pageSize">How many of them one answer holds.</param>
public sealed class ResultEndpoint(IKubernetes client, string ns, string task, int pageSize = 500) : ICollectionEndpoint<ResultFacts?>
{
    private static readonly IReadOnlyDictionary<string, string> _nothing = new Dictionary<string, string>();
    private static readonly Dictionary<string, IReadOnlyList<string>> _listHeaders = new() { ["Accept"] = ["application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"] };
    private static readonly Dictionary<string, IReadOnlyList<string>> _watchHeaders = new() { ["Accept"] = ["application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"] };
    private readonly string _selector = $"{WellKnown.TaskLabel}={KubernetesName.ToLabelValue(task)},{WellKnown.ComponentLabel}={WellKnown.ResultComponent}";

    /// <inheritdoc/>
    public string Description => $"the results of {ns}/{task}";

    /// <inheritdoc/>
    public async Task<CollectionPage<ResultFacts?>> ListAsync(string? continueToken, CancellationToken cancellationToken)
    {
        using var response = await client.CoreV1.ListNamespacedConfigMapWithHttpMessagesAsync(
            ns, labelSelector: _selector, limit: pageSize, continueParameter: continueToken, customHeaders: _listHeaders, cancellationToken: cancellationToken);
        var list = response.Body;
        // An empty list of metadata has null for its items, unlike a list of whole objects.
        return new([.. (list.Items ?? []).Select(ItemOf)], list.Metadata.ResourceVersion, list.Metadata.ContinueProperty);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<(WatchEventType Type, CollectionItem<ResultFacts?> Item)> WatchAsync(
        string resourceVersion, Action<Exception> onError, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var response = client.CoreV1.ListNamespacedConfigMapWithHttpMessagesAsync(
            ns, allowWatchBookmarks: true, labelSelector: _selector, resourceVersion: resourceVersion, watch: true, customHeaders: _watchHeaders, cancellationToken: cancellationToken);
#pragma warning disable CS0618 // The watch methods of the operations take no headers.
        await foreach (var (type, item) in response.WatchAsync<V1ConfigMap, V1ConfigMapList>(onError, cancellationToken))
#pragma warning restore CS0618
            yield return (type, ItemOf(item));
    }

    private static CollectionItem<ResultFacts?> ItemOf(V1ConfigMap result)
    {
        var metadata = result.Metadata;
        var read = ResultFacts.TryRead(metadata.Labels?.AsReadOnly() ?? _nothing, metadata.Annotations?.AsReadOnly() ?? _nothing, out var facts);
        return new(metadata.Name, metadata.ResourceVersion, read ? facts : null);
    }
}
