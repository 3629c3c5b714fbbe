using System.Threading.Channels;

namespace NodeTasker.LocalCluster.Storage;

/// <summary>
/// One open watch: a bounded queue of events. A reader that is too slow is cut off, as it would be by Kubernetes, instead of growing
/// the server's memory.
/// </summary>
internal sealed class Watcher(WatchFilter filter, Action<Watcher> onDispose) : IDisposable
{
    private const int Capacity = 4096;

    private readonly Channel<WatchItem> _queue = Channel.CreateBounded<WatchItem>(
        new BoundedChannelOptions(Capacity) { SingleReader = true }
    );
    private List<WatchItem> _initial = [];

    public WatchFilter Filter => filter;

    /// <summary>What to send first; the reader takes it once.</summary>
    public IReadOnlyList<WatchItem> Initial => Interlocked.Exchange(ref _initial, []);

    /// <summary>The version that the initial events lead to.</summary>
    public long InitialVersion { get; private set; }

    /// <summary>Later events; it completes when this watch has fallen too far behind.</summary>
    public ChannelReader<WatchItem> Events => _queue.Reader;

    public void Begin(StoreSnapshot snapshot) =>
        _initial = [.. snapshot.Objects.Values.Where(filter.Matches).Select(value => new WatchItem("ADDED", value))];

    public void Replay(IEnumerable<StoreEvent> changes) => _initial = [.. changes.Select(Translate).OfType<WatchItem>()];

    /// <summary>Events up to <paramref name="version"/> are not for this watch, which asked for later ones.</summary>
    public void StartsAt(long version) => InitialVersion = version;

    public void Publish(StoreEvent change)
    {
        if (change.ResourceVersion > InitialVersion && Translate(change) is { } item && !_queue.Writer.TryWrite(item))
            _queue.Writer.TryComplete();
    }

    public void Dispose() => onDispose(this);

    private WatchItem? Translate(StoreEvent change)
    {
        if (change.Current.Kind.StorageName != filter.Kind.StorageName)
            return null;

        var matched = change.Previous is { } previous && filter.Matches(previous);
        var matches = !change.IsDeletion && filter.Matches(change.Current);
        return (matched, matches) switch
        {
            (false, true) => new WatchItem("ADDED", change.Current),
            (true, true) => new WatchItem("MODIFIED", change.Current),
            (true, false) when change.IsDeletion => new WatchItem("DELETED", change.Current),
            // It no longer matches: the watch sees the state that it knew go away.
            (true, false) => new WatchItem("DELETED", change.Previous!.WithResourceVersion(change.ResourceVersion)),
            _ => null,
        };
    }
}
