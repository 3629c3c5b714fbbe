using System.Threading.Channels;
using k8s;
using k8s.Models;
using NodeTasker.Cluster;

namespace NodeTasker.Testing;

/// <summary>One watch of a fake API server; what is sent to it comes out of it.</summary>
public sealed class FakeConnection<T>
    where T : class
{
    private readonly Channel<(WatchEventType Type, Item<T> Item, Exception? Error)> _events = Channel.CreateUnbounded<(
        WatchEventType,
        Item<T>,
        Exception?
    )>();

    public FakeConnection<T> Send(WatchEventType type, T item) => Send(type, FakeEndpoint<T>.ItemOf(item));

    public FakeConnection<T> Send(WatchEventType type, Item<T> item)
    {
        _events.Writer.TryWrite((type, item, null));
        return this;
    }

    /// <summary>An ERROR event, as the client hands it on.</summary>
    public FakeConnection<T> SendError(int code)
    {
        var status = new V1Status
        {
            Status = "Failure",
            Code = code,
            Reason = code == 410 ? "Expired" : "InternalError",
            Message = "as the server says",
        };
        _events.Writer.TryWrite((default, default, new KubernetesException(status)));
        return this;
    }

    public void End(Exception? failure = null) => _events.Writer.TryComplete(failure);

    /// <summary>What the client's watch yields.</summary>
    public async IAsyncEnumerable<(WatchEventType Type, Item<T> Item)> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var (type, item, error) in _events.Reader.ReadAllAsync(cancellationToken))
            yield return error is null ? (type, item) : throw error;
    }
}
