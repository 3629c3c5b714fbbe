using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using NodeTasker.Cluster;

namespace NodeTasker.Testing;

/// <summary>An API server of a collection that does as a test says: each page and each watch takes the next thing that was prepared.</summary>
public class FakeEndpoint<T>(string description) : IEndpoint<T>
    where T : class
{
    private readonly ConcurrentQueue<Func<Page<T>>> _pages = [];
    private readonly ConcurrentQueue<FakeConnection<T>> _watches = [];
    private readonly ConcurrentQueue<string> _requests = [];
    private int _open;

    public string Description => description;

    /// <summary><c>list</c> and the token, or <c>watch</c> and where from.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public bool EndsEveryWatchAtOnce { get; set; }

    /// <summary>How many watches are open.</summary>
    public int Open => Volatile.Read(ref _open);

    public void Lists(T? item, string version) => ListsPage(version, null, item is null ? [] : [ItemOf(item)]);

    public void ListsPage(string version, string? next, params Item<T>[] items) => _pages.Enqueue(() => new(items, version, next));

    public void FailsToList(Exception failure) => _pages.Enqueue(() => throw failure);

    /// <summary>The next watch; what is sent to it comes out of it.</summary>
    public FakeConnection<T> Watches()
    {
        var connection = new FakeConnection<T>();
        _watches.Enqueue(connection);
        return connection;
    }

    public async Task<Page<T>> ListAsync(string? continueToken, CancellationToken cancellationToken)
    {
        _requests.Enqueue($"list {continueToken}".TrimEnd());
        await Task.Yield();
        return _pages.TryDequeue(out var page) ? page() : throw new InvalidOperationException("No list was expected.");
    }

    public async IAsyncEnumerable<(WatchEventType Type, Item<T> Item)> WatchAsync(
        string resourceVersion,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        _requests.Enqueue($"watch {resourceVersion}");
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (EndsEveryWatchAtOnce)
            yield break;
        var connection = _watches.TryDequeue(out var next) ? next : new FakeConnection<T>();
        Interlocked.Increment(ref _open);
        try
        {
            await foreach (var change in connection.ReadAsync(cancellationToken))
                yield return change;
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    internal static Item<T> ItemOf(T item) =>
        item is IMetadata<V1ObjectMeta> { Metadata: { } metadata }
            ? new(metadata.Name ?? "unnamed", metadata.ResourceVersion, item)
            : new("unnamed", null, item);
}

/// <summary>The same of a ConfigMap of which only the version counts.</summary>
public sealed class FakeEndpoint() : FakeEndpoint<V1ConfigMap>("ConfigMap ns/task")
{
    public static V1ConfigMap At(string version) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = "task", ResourceVersion = version },
        };
}

/// <summary>Changes of a ConfigMap by their version alone.</summary>
public static class FakeConfigMapChanges
{
    public static FakeConnection<V1ConfigMap> Send(this FakeConnection<V1ConfigMap> connection, WatchEventType type, string version)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.Send(type, FakeEndpoint.At(version));
    }
}
