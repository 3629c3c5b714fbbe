using System.Threading.Channels;

namespace NodeTasker.LocalCluster.Storage;

/// <summary>An event as a watch sees it: <c>ADDED</c>, <c>MODIFIED</c> or <c>DELETED</c>.</summary>
internal readonly record struct WatchItem(string Type, StoredObject Value);

/// <summary>
/// One open watch: a bounded queue of events. A reader that is too slow is cut off, as it would be by Kubernetes, instead of growing
/// the server's memory.
/// </summary>
/// <param name="start">Events up to this version are not for this watch: they are in <see cref="Initial"/>, or it asked for later
/// ones.</param>
internal sealed class Watcher(ObjectFilter filter, long start, Action<Watcher> onDispose) : IDisposable
{
    private const int Capacity = 4096;

    private readonly Channel<WatchItem> _queue = Channel.CreateBounded<WatchItem>(
        new BoundedChannelOptions(Capacity) { SingleReader = true }
    );

    public ObjectFilter Filter => filter;

    public long Start => start;

    /// <summary>What to send first.</summary>
    public IReadOnlyList<WatchItem> Initial { get; private set; } = [];

    /// <summary>Later events; it completes when this watch has fallen too far behind.</summary>
    public ChannelReader<WatchItem> Events => _queue.Reader;

    public void BeginWith(IEnumerable<StoredObject> objects) =>
        Initial = [.. objects.Where(filter.Matches).Select(value => new WatchItem("ADDED", value))];

    public void BeginAfter(IEnumerable<StoreEvent> changes) => Initial = [.. changes.Select(Translate).OfType<WatchItem>()];

    public void Publish(StoreEvent change)
    {
        if (change.ResourceVersion > start && Translate(change) is { } item && !_queue.Writer.TryWrite(item))
            _queue.Writer.TryComplete();
    }

    public void Dispose() => onDispose(this);

    private WatchItem? Translate(StoreEvent change)
    {
        if (change.Current.Kind != filter.Kind)
            return null;

        var matched = change.Previous is { } previous && filter.Matches(previous);
        var matches = !change.IsDeletion && filter.Matches(change.Current);
        return (matched, matches) switch
        {
            (false, true) => new WatchItem("ADDED", change.Current),
            (true, true) => new WatchItem("MODIFIED", change.Current),
            // One that no longer matches is shown as it was, but with the version of the change.
            (true, false) => new WatchItem(
                "DELETED",
                change.IsDeletion ? change.Current : change.Previous!.WithResourceVersion(change.ResourceVersion)
            ),
            _ => null,
        };
    }
}
