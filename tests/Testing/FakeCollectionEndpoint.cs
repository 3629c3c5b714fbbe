using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using k8s;
using NodeTasker.Cluster;

namespace NodeTasker.Testing;

/// <summary>An API server of a collection that does as a test says: each page and each watch takes the next thing that was prepared.</summary>
public sealed class FakeCollectionEndpoint : ICollectionEndpoint<string>
{
    private readonly ConcurrentQueue<Func<CollectionPage<string>>> _pages = [];
    private readonly ConcurrentQueue<FakeConnection<CollectionItem<string>>> _watches = [];
    private readonly ConcurrentQueue<string> _requests = [];

    public string Description => "the things";

    /// <summary><c>list</c> and the token, or <c>watch</c> and where from.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>The next page; each item is both name and fact.</summary>
    public void Lists(string version, string? next, params string[] items) =>
        _pages.Enqueue(() => new([.. items.Select(item => Item(item, version))], version, next));

    public void FailsToList(Exception failure) => _pages.Enqueue(() => throw failure);

    /// <summary>The next watch; what is sent to it comes out of it.</summary>
    public FakeConnection<CollectionItem<string>> Watches()
    {
        var connection = new FakeConnection<CollectionItem<string>>();
        _watches.Enqueue(connection);
        return connection;
    }

    public static CollectionItem<string> Item(string name, string version, string? fact = null) => new(name, version, fact ?? name);

    public async Task<CollectionPage<string>> ListAsync(string? continueToken, CancellationToken cancellationToken)
    {
        _requests.Enqueue($"list {continueToken}".TrimEnd());
        await Task.Yield();
        return _pages.TryDequeue(out var page) ? page() : throw new InvalidOperationException("No list was expected.");
    }

    public async IAsyncEnumerable<(WatchEventType Type, CollectionItem<string> Item)> WatchAsync(
        string resourceVersion,
        Action<Exception> onError,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        _requests.Enqueue($"watch {resourceVersion}");
        await Task.Yield();
        var connection = _watches.TryDequeue(out var next) ? next : new();
        await foreach (var change in connection.ReadAsync(onError, cancellationToken))
            yield return change;
    }
}
