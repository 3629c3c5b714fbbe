using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Storage;

/// <summary>
/// The open watches. Those on one name are found by it, so thousands of agents that each watch their own object cost nothing per event.
/// </summary>
internal sealed class WatchHub
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Resource, string? Name), List<Watcher>> _watchers = [];

    public void Add(Watcher watcher)
    {
        lock (_lock)
        {
            if (!_watchers.TryGetValue(PlaceOf(watcher), out var watchers))
                _watchers[PlaceOf(watcher)] = watchers = [];
            watchers.Add(watcher);
        }
    }

    public void Remove(Watcher watcher)
    {
        lock (_lock)
        {
            if (_watchers.TryGetValue(PlaceOf(watcher), out var watchers) && watchers.Remove(watcher) && watchers.Count == 0)
                _watchers.Remove(PlaceOf(watcher));
        }
    }

    public void Publish(StoreEvent change)
    {
        lock (_lock)
        {
            Publish(change, change.Current.Name);
            Publish(change, null);
        }
    }

    private void Publish(StoreEvent change, string? name)
    {
        if (_watchers.TryGetValue((change.Current.Kind.StorageName, name), out var watchers))
        {
            foreach (var watcher in watchers)
                watcher.Publish(change);
        }
    }

    private static (string Resource, string? Name) PlaceOf(Watcher watcher) => (watcher.Filter.Kind.StorageName, watcher.Filter.Name);
}
