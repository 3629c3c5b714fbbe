using k8s;

namespace NodeTasker.Cluster;

/// <summary>Where objects of one kind are listed in pages and watched, each reduced at once to what is needed of it.</summary>
/// <typeparam name="TFact">What is kept of an object.</typeparam>
public interface ICollectionEndpoint<TFact>
{
    /// <summary>What is watched, for the log: <c>Nodes</c>.</summary>
    string Description { get; }

    /// <summary>One page, from <paramref name="continueToken"/> on (null: the first); the page's own token is null when it is the last.</summary>
    Task<CollectionPage<TFact>> ListAsync(string? continueToken, CancellationToken cancellationToken);

    /// <summary>Changes from <paramref name="resourceVersion"/> on; errors that the server sends inside the stream go to <paramref name="onError"/>.</summary>
    IAsyncEnumerable<(WatchEventType Type, CollectionItem<TFact> Item)> WatchAsync(
        string resourceVersion,
        Action<Exception> onError,
        CancellationToken cancellationToken
    );
}

/// <summary>One page of a list.</summary>
public sealed record CollectionPage<TFact>(IReadOnlyList<CollectionItem<TFact>> Items, string ResourceVersion, string? Continue);

/// <summary>One object: its name, its version, and what is kept of it.</summary>
public readonly record struct CollectionItem<TFact>(string Name, string? ResourceVersion, TFact Fact);
