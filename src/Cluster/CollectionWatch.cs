using System.Runtime.CompilerServices;
using k8s;
using Microsoft.Extensions.Logging;

namespace NodeTasker.Cluster;

/// <summary>The objects of one kind, kept up to date: a list in pages, then one watch from there. Yields all of them after each list, then change by change.</summary>
public sealed class CollectionWatch<TFact>(ICollectionEndpoint<TFact> endpoint, ApiConnection connection, TimeProvider time, ILogger log)
    : ReconnectingWatch<CollectionChange<TFact>>(endpoint.Description, connection, time, log)
{
    /// <inheritdoc/>
    protected override async IAsyncEnumerable<(bool IsNews, CollectionChange<TFact>? News)> FollowAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (ResourceVersion is null)
        {
            var (items, version) = await ListAsync(cancellationToken);
            ResourceVersion = version;
            yield return (true, new CollectionChange<TFact>.Listed(items));
        }

        await foreach (var (type, item) in endpoint.WatchAsync(ResourceVersion, static e => throw e, cancellationToken))
        {
            if (type == WatchEventType.Error)
                continue;
            ResourceVersion = item.ResourceVersion ?? ResourceVersion;
            yield return type switch
            {
                WatchEventType.Bookmark => (false, null),
                WatchEventType.Deleted => (true, new CollectionChange<TFact>.Removed(item.Name)),
                _ => (true, new CollectionChange<TFact>.Changed(item.Name, item.Fact)),
            };
        }
    }

    private async Task<(IReadOnlyDictionary<string, TFact> Items, string ResourceVersion)> ListAsync(CancellationToken cancellationToken)
    {
        var items = new Dictionary<string, TFact>(StringComparer.Ordinal);
        string? next = null;
        while (true)
        {
            var page = await endpoint.ListAsync(next, cancellationToken);
            foreach (var item in page.Items)
                items[item.Name] = item.Fact;
            if (string.IsNullOrEmpty(page.Continue))
                return (items, page.ResourceVersion);
            next = page.Continue;
        }
    }
}

/// <summary>What changed in a collection.</summary>
public abstract record CollectionChange<TFact>
{
    private CollectionChange() { }

    /// <summary>All that there is now, by name; nothing else is left of before.</summary>
    public sealed record Listed(IReadOnlyDictionary<string, TFact> Items) : CollectionChange<TFact>;

    /// <summary>An object that is new or another.</summary>
    public sealed record Changed(string Name, TFact Fact) : CollectionChange<TFact>;

    /// <summary>An object that is gone.</summary>
    public sealed record Removed(string Name) : CollectionChange<TFact>;
}
