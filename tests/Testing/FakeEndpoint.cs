using System.Collections.Concurrent;
using System.Threading.Channels;
using k8s;
using k8s.Models;
using NodeTasker.Watching;

namespace NodeTasker.Testing;

/// <summary>An API server of one object that does as a test says: each list and each watch takes the next thing that was prepared.</summary>
public sealed class FakeEndpoint : IObjectEndpoint<V1ConfigMap>
{
    private readonly ConcurrentQueue<Func<(V1ConfigMap?, string)>> _lists = [];
    private readonly ConcurrentQueue<Connection> _watches = [];
    private readonly ConcurrentQueue<string> _requests = [];

    public string Description => "ConfigMap ns/task";

    /// <summary><c>list</c>, or <c>watch</c> and where from.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public bool EndsEveryWatchAtOnce { get; set; }

    public void Lists(V1ConfigMap? item, string version) => _lists.Enqueue(() => (item, version));

    public void FailsToList(Exception failure) => _lists.Enqueue(() => throw failure);

    /// <summary>The next watch; what is sent to it comes out of it.</summary>
    public Connection Watches()
    {
        var connection = new Connection();
        _watches.Enqueue(connection);
        return connection;
    }

    public async Task<(V1ConfigMap? Item, string ResourceVersion)> ListAsync(CancellationToken cancellationToken)
    {
        _requests.Enqueue("list");
        await Task.Yield();
        return _lists.TryDequeue(out var list) ? list() : throw new InvalidOperationException("No list was expected.");
    }

    public async IAsyncEnumerable<(WatchEventType Type, V1ConfigMap Item)> WatchAsync(
        string resourceVersion, Action<Exception> onError, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _requests.Enqueue($"watch {resourceVersion}");
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (EndsEveryWatchAtOnce) yield break;
        var connection = _watches.TryDequeue(out var next) ? next : new Connection();
        await foreach (var item in connection.Events.ReadAllAsync(cancellationToken))
        {
            if (item.Error is { } error) onError(error);
            else yield return (item.Type, item.Item!);
        }
    }

    public static V1ConfigMap Object(string version) => new() { Metadata = new V1ObjectMeta { Name = "task", ResourceVersion = version } };

    public sealed class Connection
    {
        private readonly Channel<(WatchEventType Type, V1ConfigMap? Item, Exception? Error)> _events = Channel.CreateUnbounded<(WatchEventType, V1ConfigMap?, Exception?)>();

        public ChannelReader<(WatchEventType Type, V1ConfigMap? Item, Exception? Error)> Events => _events.Reader;

        public Connection Send(WatchEventType type, string version)
        {
            _events.Writer.TryWrite((type, Object(version), null));
            return this;
        }

        /// <summary>An ERROR event, as the client hands it on.</summary>
        public Connection SendError(int code)
        {
            var status = new V1Status { Status = "Failure", Code = code, Reason = code == 410 ? "Expired" : "InternalError", Message = "as the server says" };
            _events.Writer.TryWrite((WatchEventType.Error, null, new KubernetesException(status)));
            return this;
        }

        public void End(Exception? failure = null) => _events.Writer.TryComplete(failure);
    }
}
