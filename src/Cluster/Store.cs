namespace NodeTasker.Cluster;

/// <summary>The objects of a collection by name, change by change. Not for two threads at once.</summary>
public sealed class Store<T>(IEqualityComparer<T>? comparer = null)
{
    private readonly Dictionary<string, T> _items = new(StringComparer.Ordinal);
    private readonly IEqualityComparer<T> _comparer = comparer ?? EqualityComparer<T>.Default;

    /// <summary>Whether they were listed once.</summary>
    public bool IsSynced { get; private set; }

    public IReadOnlyDictionary<string, T> Items => _items;

    /// <summary>Applies it; true when something is different now.</summary>
    public bool Apply(Change<T> change)
    {
        switch (change)
        {
            case Change<T>.Listed listed:
                return Replace(listed.Items);
            case Change<T>.Changed changed when IsKnown(changed.Name, changed.Item):
                return false;
            case Change<T>.Changed changed:
                _items[changed.Name] = changed.Item;
                return true;
            case Change<T>.Removed removed:
                return _items.Remove(removed.Name);
            default:
                return false;
        }
    }

    private bool Replace(IReadOnlyDictionary<string, T> items)
    {
        if (IsSynced && items.Count == _items.Count && items.All(item => IsKnown(item.Key, item.Value)))
            return false;
        IsSynced = true;
        _items.Clear();
        foreach (var (name, item) in items)
            _items[name] = item;
        return true;
    }

    private bool IsKnown(string name, T item) => _items.TryGetValue(name, out var known) && _comparer.Equals(known, item);
}
