using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;
using ObjectsByKey = System.Collections.Immutable.ImmutableSortedDictionary<string, NodeTasker.LocalCluster.Storage.StoredObject>;

namespace NodeTasker.LocalCluster.Storage;

/// <summary>All objects of a resource as of <paramref name="ResourceVersion"/>, sorted by namespace and name.</summary>
internal sealed record StoreSnapshot(long ResourceVersion, ObjectsByKey Objects);

/// <summary>
/// All objects, in memory, with one counter of versions and the last events. Writes are optimistic: they name the version that they were
/// made from.
/// </summary>
internal sealed class ObjectStore
{
    private readonly Lock _lock = new();
    private readonly int _capacity;
    private readonly Dictionary<ResourceKind, ObjectsByKey> _objects = [];
    private readonly Queue<StoreEvent> _history = new();

    /// <summary>
    /// Watches of one name are found by it, so that thousands of agents that each watch their own object cost nothing per event.
    /// </summary>
    private readonly Dictionary<(ResourceKind Kind, string? Name), List<Watcher>> _watchers = [];

    private long _version;

    /// <summary>The oldest version that a reader can continue after.</summary>
    private long _oldestVersion;

    /// <summary>
    /// Versions go on from <paramref name="firstVersion"/>. When that is a time, a server that took the place of another one has only
    /// higher versions, and watches of the old one are told so.
    /// </summary>
    public ObjectStore(int eventHistory, long firstVersion)
    {
        _capacity = eventHistory;
        _version = _oldestVersion = firstVersion;
    }

    public long Version
    {
        get
        {
            lock (_lock)
                return _version;
        }
    }

    public StoredObject? Find(ResourceKind kind, string ns, string name) =>
        Snapshot(kind).Objects.GetValueOrDefault(StoredObject.KeyOf(ns, name));

    public StoreSnapshot Snapshot(ResourceKind kind)
    {
        lock (_lock)
            return new StoreSnapshot(_version, ObjectsOf(kind));
    }

    /// <summary>The objects as they were at <paramref name="version"/>; null when that is too long ago.</summary>
    public StoreSnapshot? SnapshotAt(ResourceKind kind, long version)
    {
        lock (_lock)
        {
            if (version < _oldestVersion)
                return null;

            var objects = ObjectsOf(kind).ToBuilder();
            foreach (var change in _history.Where(change => change.ResourceVersion > version && change.Current.Kind == kind).Reverse())
            {
                if (change.Previous is null)
                    objects.Remove(change.Current.Key);
                else
                    objects[change.Previous.Key] = change.Previous;
            }

            return new StoreSnapshot(version, objects.ToImmutable());
        }
    }

    /// <summary>Null when there is already an object of that name.</summary>
    public StoredObject? TryCreate(ResourceKind kind, JsonObject value)
    {
        lock (_lock)
        {
            return ObjectsOf(kind).ContainsKey(StoredObject.KeyOf(value.Meta("namespace"), value.Name()))
                ? null
                : Commit(StoredObject.Create(kind, value, _version + 1), null, isDeletion: false);
        }
    }

    /// <summary>Null when <paramref name="expected"/> is no longer the current version.</summary>
    public StoredObject? TryReplace(StoredObject expected, JsonObject value)
    {
        lock (_lock)
            return IsCurrent(expected)
                ? Commit(StoredObject.Create(expected.Kind, value, _version + 1), expected, isDeletion: false)
                : null;
    }

    /// <summary>Null when <paramref name="expected"/> is no longer the current version; else its last state.</summary>
    public StoredObject? TryDelete(StoredObject expected)
    {
        lock (_lock)
            return IsCurrent(expected) ? Commit(expected.WithResourceVersion(_version + 1), expected, isDeletion: true) : null;
    }

    /// <summary>
    /// Opens a watch. <paramref name="after"/> null starts with all objects; else with the events after that version. Dispose the
    /// watcher to end it.
    /// </summary>
    /// <exception cref="ApiException">410 when the events after that version are no longer known.</exception>
    public Watcher Watch(ObjectFilter filter, long? after)
    {
        lock (_lock)
        {
            if (after < _oldestVersion)
                throw ApiException.Expired($"too old resource version: {after} ({_oldestVersion})");

            var watcher = new Watcher(filter, Math.Max(after ?? 0, _version), Remove);
            if (after is { } version)
                watcher.BeginAfter(_history.Where(change => change.ResourceVersion > version));
            else
                watcher.BeginWith(ObjectsOf(filter.Kind).Values);
            if (!_watchers.TryGetValue((filter.Kind, filter.Name), out var watchers))
                _watchers[(filter.Kind, filter.Name)] = watchers = [];
            watchers.Add(watcher);
            return watcher;
        }
    }

    private void Remove(Watcher watcher)
    {
        lock (_lock)
        {
            var place = (watcher.Filter.Kind, watcher.Filter.Name);
            if (_watchers.TryGetValue(place, out var watchers) && watchers.Remove(watcher) && watchers.Count == 0)
                _watchers.Remove(place);
        }
    }

    private bool IsCurrent(StoredObject expected) =>
        ObjectsOf(expected.Kind).TryGetValue(expected.Key, out var current) && current.ResourceVersion == expected.ResourceVersion;

    private ObjectsByKey ObjectsOf(ResourceKind kind) =>
        _objects.GetValueOrDefault(kind) ?? ObjectsByKey.Empty.WithComparers(StringComparer.Ordinal);

    private StoredObject Commit(StoredObject next, StoredObject? previous, bool isDeletion)
    {
        var change = new StoreEvent(next, previous, isDeletion);
        _objects[next.Kind] = isDeletion ? ObjectsOf(next.Kind).Remove(next.Key) : ObjectsOf(next.Kind).SetItem(next.Key, next);
        _version = next.ResourceVersion;
        _history.Enqueue(change);
        if (_history.Count > _capacity)
            _oldestVersion = _history.Dequeue().ResourceVersion;
        foreach (
            var watcher in (_watchers.GetValueOrDefault((next.Kind, null)) ?? []).Concat(
                _watchers.GetValueOrDefault((next.Kind, next.Name)) ?? []
            )
        )
            watcher.Publish(change);
        return next;
    }
}
