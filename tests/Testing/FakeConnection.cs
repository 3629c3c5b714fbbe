using System.Threading.Channels;
using k8s;
using k8s.Models;
using NodeTasker.Cluster;

namespace NodeTasker.Testing;

/// <summary>One watch of a fake API server; what is sent to it comes out of it.</summary>
public sealed class FakeConnection<T>
{
    private readonly Channel<(WatchEventType Type, T? Item, Exception? Error)> _events = Channel.CreateUnbounded<(
        WatchEventType,
        T?,
        Exception?
    )>();

    public FakeConnection<T> Send(WatchEventType type, T item)
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
        _events.Writer.TryWrite((WatchEventType.Error, default, new KubernetesException(status)));
        return this;
    }

    public void End(Exception? failure = null) => _events.Writer.TryComplete(failure);

    /// <summary>What the client's watch yields.</summary>
    public async IAsyncEnumerable<(WatchEventType Type, T Item)> ReadAsync(
        Action<Exception> onError,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var (type, item, error) in _events.Reader.ReadAllAsync(cancellationToken))
        {
            if (error is not null)
                onError(error);
            else
                yield return (type, item!);
        }
    }
}
