using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;

namespace NodeTasker.Cluster;

/// <summary>A collection of the API server, or one object of it by name.</summary>
/// <param name="client">The API.</param>
/// <param name="resource">The kind of object.</param>
/// <param name="ns">Their namespace; null is the whole cluster.</param>
/// <param name="map">What is kept of one.</param>
public sealed class Endpoint<TObject, T>(ApiClient client, ApiResource<TObject> resource, string? ns, Func<TObject, T> map) : IEndpoint<T>
    where TObject : class, IKubernetesObject<V1ObjectMeta>
{
    private const string MetadataKind = "PartialObjectMetadata";

    /// <inheritdoc/>
    public required string Description { get; init; }

    /// <summary>One object alone. The field selector is indexed by the API server and authorised by RBAC's resourceNames.</summary>
    public string? Name { get; init; }

    public string? LabelSelector { get; init; }

    /// <summary>Whether objects come as <c>PartialObjectMetadata</c>: some 1 KB each, whatever is in them.</summary>
    public bool IsMetadataOnly { get; init; }

    public int PageSize { get; init; } = 500;

    /// <inheritdoc/>
    public async Task<Page<T>> ListAsync(string? continueToken, CancellationToken cancellationToken)
    {
        var more = continueToken is null ? "" : $"&continue={Uri.EscapeDataString(continueToken)}";
        var list = await client.GetAsync(Path($"limit={PageSize}{more}"), resource.ListJson, Accept("List"), cancellationToken);
        return list?.Metadata?.ResourceVersion is { Length: > 0 } version && (list.Items is not null || IsMetadataOnly)
            ? new Page<T>([.. (list.Items ?? []).Where(IsOfHere).Select(item => ItemOf(item!))], version, list.Metadata.ContinueProperty)
            : throw new InvalidDataException(
                $"the answer is no list of {resource.Kind}s of an API server; does something else answer at its address?"
            );
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<(WatchEventType Type, Item<T> Item)> WatchAsync(
        string resourceVersion,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var path = Path($"watch=true&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(resourceVersion)}");
        using var response = await client.SendAsync(HttpMethod.Get, path, Accept(""), null, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var (type, item) in WatchReader.ReadAsync(stream, resource.Json, cancellationToken))
        {
            if (type == WatchEventType.Bookmark)
                yield return (type, new Item<T>(null!, item.Metadata?.ResourceVersion, default!));
            else if (IsOfHere(item))
                yield return (type, ItemOf(item));
        }
    }

    private string Path(string query)
    {
        var labels = LabelSelector is null ? "" : $"&labelSelector={Uri.EscapeDataString(LabelSelector)}";
        var fields = Name is null ? "" : $"&fieldSelector={Uri.EscapeDataString($"metadata.name={Name}")}";
        return $"{resource.PathOf(ns)}?{query}{labels}{fields}";
    }

    private string Accept(string suffix) =>
        IsMetadataOnly ? $"application/json;as={MetadataKind}{suffix};g=meta.k8s.io;v=v1" : "application/json";

    // The API server is asked for nothing else; whatever answers in its place may send anything.
    private bool IsOfHere(TObject? item) =>
        item?.Metadata?.Name is { Length: > 0 } name
        && (Name is null || name == Name)
        && (string.IsNullOrEmpty(item.Kind) || item.Kind == (IsMetadataOnly ? MetadataKind : resource.Kind));

    private Item<T> ItemOf(TObject item) => new(item.Metadata.Name, item.Metadata.ResourceVersion, map(item));
}

/// <summary>Endpoints of whole objects.</summary>
public static class Endpoint
{
    /// <summary>One object by its name.</summary>
    public static Endpoint<T, T> OfObject<T>(ApiClient client, ApiResource<T> resource, string? ns, string name)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        new(client, resource, ns, static item => item)
        {
            Name = name,
            Description = ns is null ? $"{resource.Kind} {name}" : $"{resource.Kind} {ns}/{name}",
        };
}
