using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Storage;

/// <summary>
/// All objects, in memory, with one counter of versions. Writes are optimistic: they name the version that they were made from.
/// </summary>
internal sealed class ObjectStore
{
    private static readonly ImmutableSortedDictionary<string, StoredObject> Empty = ImmutableSortedDictionary.Create<string, StoredObject>(
        StringComparer.Ordinal
    );

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ImmutableSortedDictionary<string, StoredObject>> _objects = new(StringComparer.Ordinal);
    private readonly EventHistory _history;
    private readonly WatchHub _watches = new();
    private long _version;

    /// <summary>
    /// Versions go on from <paramref name="firstVersion"/>. When that is a time, a server that took the place of another one has only
    /// higher versions, and watches of the old one are told so.
    /// </summary>
    public ObjectStore(int eventHistory, long firstVersion)
    {
        _version = firstVersion;
        _history = new EventHistory(eventHistory, firstVersion);
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
            if (version < _history.OldestVersion)
                return null;

            var objects = ObjectsOf(kind).ToBuilder();
            foreach (
                var change in _history
                    .NewestFirst()
                    .TakeWhile(change => change.ResourceVersion > version)
                    .Where(change => change.Current.Kind.StorageName == kind.StorageName)
            )
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
            if (ObjectsOf(kind).ContainsKey(StoredObject.KeyOf(value.Meta("namespace"), value.Name())))
                return null;
            return Commit(StoredObject.Create(kind, value, _version + 1), null, isDeletion: false);
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
    /// Opens a watch. <paramref name="after"/> null starts with all objects; else with the events after that version. Dispose the watcher to end it.
    /// </summary>
    /// <exception cref="ApiException">410 when the events after that version are no longer known.</exception>
    public Watcher Watch(WatchFilter filter, long? after)
    {
        lock (_lock)
        {
            if (after < _history.OldestVersion)
                throw ApiErrors.Expired($"too old resource version: {after} ({_history.OldestVersion})");

            var watcher = new Watcher(filter, _watches.Remove);
            if (after is { } version)
                watcher.Replay(_history.After(version));
            else
                watcher.Begin(new StoreSnapshot(_version, ObjectsOf(filter.Kind)));
            watcher.StartsAt(Math.Max(after ?? 0, _version));
            _watches.Add(watcher);
            return watcher;
        }
    }

    private bool IsCurrent(StoredObject expected) =>
        ObjectsOf(expected.Kind).TryGetValue(expected.Key, out var current) && current.ResourceVersion == expected.ResourceVersion;

    private ImmutableSortedDictionary<string, StoredObject> ObjectsOf(ResourceKind kind) =>
        _objects.GetValueOrDefault(kind.StorageName, Empty);

    private StoredObject Commit(StoredObject next, StoredObject? previous, bool isDeletion)
    {
        var change = new StoreEvent(next, previous, isDeletion);
        var objects = ObjectsOf(next.Kind);
        _objects[next.Kind.StorageName] = isDeletion ? objects.Remove(next.Key) : objects.SetItem(next.Key, next);
        _version = next.ResourceVersion;
        _history.Add(change);
        _watches.Publish(change);
        return next;
    }
}
