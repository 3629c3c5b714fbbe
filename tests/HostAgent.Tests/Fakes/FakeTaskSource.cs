using System.Threading.Channels;
using NodeTasker.HostAgent.Watching;

namespace NodeTasker.HostAgent.Tests.Fakes;

/// <summary>Yields the tasks that a test sets.</summary>
internal sealed class FakeTaskSource : ITaskSource
{
    private readonly Channel<TaskSnapshot> _snapshots = Channel.CreateUnbounded<TaskSnapshot>();

    public event Action? Cut;

    /// <summary>The connection ends, and another is made.</summary>
    public void CutConnection() => Cut?.Invoke();

    public void Set(params (string Key, string Value)[] keys) => _snapshots.Writer.TryWrite(Wish.For(keys));

    public void Delete() => _snapshots.Writer.TryWrite(Wish.Gone);

    public IAsyncEnumerable<TaskSnapshot> ReadAsync(CancellationToken cancellationToken) =>
        _snapshots.Reader.ReadAllAsync(cancellationToken);
}
