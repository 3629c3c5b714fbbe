namespace NodeTasker.LocalCluster.Storage;

/// <summary>The last events, oldest first, in a ring. Not thread-safe: the store's lock guards it.</summary>
internal sealed class EventHistory(int capacity, long start)
{
    private readonly StoreEvent[] _ring = new StoreEvent[Math.Max(1, capacity)];
    private long _count;

    /// <summary>The oldest version that a reader can continue after.</summary>
    public long OldestVersion { get; private set; } = start;

    public void Add(StoreEvent change)
    {
        var slot = _count % _ring.Length;
        if (_count >= _ring.Length)
            OldestVersion = _ring[slot].ResourceVersion;
        _ring[slot] = change;
        _count++;
    }

    /// <summary>Events after <paramref name="version"/>, oldest first.</summary>
    public IEnumerable<StoreEvent> After(long version) => NewestFirst().TakeWhile(change => change.ResourceVersion > version).Reverse();

    public IEnumerable<StoreEvent> NewestFirst()
    {
        for (var index = _count - 1; index >= 0 && index >= _count - _ring.Length; index--)
            yield return _ring[index % _ring.Length];
    }
}
