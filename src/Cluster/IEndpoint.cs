namespace NodeTasker.Cluster;

/// <summary>Where objects of one kind are listed in pages and watched, each reduced at once to what is needed of it.</summary>
/// <typeparam name="T">What is kept of an object.</typeparam>
public interface IEndpoint<T>
{
    /// <summary>What is there, for the log: <c>the Nodes</c>.</summary>
    string Description { get; }

    /// <summary>One page, from <paramref name="continueToken"/> on (null: the first).</summary>
    Task<Page<T>> ListAsync(string? continueToken, CancellationToken cancellationToken);

    /// <summary>Changes from <paramref name="resourceVersion"/> on; an error that the server sends inside the stream is thrown.</summary>
    IAsyncEnumerable<(WatchEventType Type, Item<T> Item)> WatchAsync(string resourceVersion, CancellationToken cancellationToken);
}

/// <summary>One page of a list; the last has no token to go on with.</summary>
public sealed record Page<T>(IReadOnlyList<Item<T>> Items, string ResourceVersion, string? Continue);

/// <summary>One object: its name (null in a bookmark), its version, and what is kept of it.</summary>
public readonly record struct Item<T>(string Name, string? ResourceVersion, T Value);

/// <summary>What an event of a watch says.</summary>
public enum WatchEventType
{
    Added,
    Modified,
    Deleted,

    /// <summary>Nothing changed up to this version.</summary>
    Bookmark,
}

/// <summary>Reading all of an endpoint.</summary>
public static class EndpointReading
{
    /// <summary>Everything, page by page, and the version to watch from.</summary>
    public static async Task<(IReadOnlyDictionary<string, T> Items, string ResourceVersion)> ListAllAsync<T>(
        this IEndpoint<T> endpoint,
        CancellationToken cancellationToken
    )
    {
        var items = new Dictionary<string, T>(StringComparer.Ordinal);
        string? next = null;
        while (true)
        {
            var page = await endpoint.ListAsync(next, cancellationToken);
            foreach (var item in page.Items)
                items[item.Name] = item.Value;
            if (string.IsNullOrEmpty(page.Continue))
                return (items, page.ResourceVersion);
            next = page.Continue;
        }
    }
}
