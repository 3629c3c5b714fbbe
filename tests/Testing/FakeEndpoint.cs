using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using NodeTasker.Cluster;

namespace NodeTasker.Testing;

/// <summary>An API server of one object that does as a test says: each list and each watch takes the next thing that was prepared.</summary>
public class FakeEndpoint<T>(string description) : IObjectEndpoint<T>
    where T : class
{
    private readonly ConcurrentQueue<Func<(T?, string)>> _lists = [];
    private readonly ConcurrentQueue<FakeConnection<T>> _watches = [];
    private readonly ConcurrentQueue<string> _requests = [];
    private int _open;

    public string Description => description;

    /// <summary><c>list</c>, or <c>watch</c> and where from.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public bool EndsEveryWatchAtOnce { get; set; }

    /// <summary>How many watches are open.</summary>
    public int Open => Volatile.Read(ref _open);

    public void Lists(T? item, string version) => _lists.Enqueue(() => (item, version));

    public void FailsToList(Exception failure) => _lists.Enqueue(() => throw failure);

    /// <summary>The next watch; what is sent to it comes out of it.</summary>
    public FakeConnection<T> Watches()
    {
        var connection = new FakeConnection<T>();
        _watches.Enqueue(connection);
        return connection;
    }

    public async Task<(T? Item, string ResourceVersion)> ListAsync(CancellationToken cancellationToken)
    {
        _requests.Enqueue("list");
        await Task.Yield();
        return _lists.TryDequeue(out var list) ? list() : throw new InvalidOperationException("No list was expected.");
    }

    public async IAsyncEnumerable<(WatchEventType Type, T Item)> WatchAsync(
        string resourceVersion,
        Action<Exception> onError,
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
            await foreach (var change in connection.ReadAsync(onError, cancellationToken))
                yield return change;
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
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
