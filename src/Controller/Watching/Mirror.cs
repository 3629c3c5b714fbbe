using NodeTasker.Cluster;

namespace NodeTasker.Controller.Watching;

/// <summary>The objects of a <see cref="CollectionWatch{TFact}"/> as they are now. What is written again without being another wakes nobody.</summary>
internal sealed class Mirror<TFact>(CollectionWatch<TFact> watch, IEqualityComparer<TFact>? comparer = null)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TFact> _items = new(StringComparer.Ordinal);
    private readonly IEqualityComparer<TFact> _comparer = comparer ?? EqualityComparer<TFact>.Default;
    private IReadOnlyDictionary<string, TFact>? _copy;
    private bool _isSynced;

    /// <summary>Called after each change, and after the first list.</summary>
    public event Action? Changed;

    /// <summary>All of them by name; null before the first list.</summary>
    public IReadOnlyDictionary<string, TFact>? Items
    {
        get
        {
            lock (_gate)
                return _isSynced ? _copy ??= new Dictionary<string, TFact>(_items, StringComparer.Ordinal) : null;
        }
    }

    /// <summary>Follows the watch until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in watch.ReadAsync(cancellationToken))
        {
            if (Apply(change))
                Changed?.Invoke();
        }
    }

    /// <summary>What one has written oneself is known before the watch says so.</summary>
    public void Note(string name, TFact fact) => Apply(new CollectionChange<TFact>.Changed(name, fact));

    /// <summary>The same of what one has deleted.</summary>
    public void Forget(string name) => Apply(new CollectionChange<TFact>.Removed(name));

    /// <summary>Wakes whoever follows the changes, though the watch has brought none.</summary>
    public void Announce() => Changed?.Invoke();

    private bool Apply(CollectionChange<TFact> change)
    {
        lock (_gate)
        {
            var isNews = change switch
            {
                CollectionChange<TFact>.Listed listed => Replace(listed.Items),
                CollectionChange<TFact>.Changed changed => Set(changed.Name, changed.Fact),
                CollectionChange<TFact>.Removed removed => _items.Remove(removed.Name),
                _ => false,
            };
            if (isNews)
                _copy = null;
            return isNews;
        }
    }

    private bool Replace(IReadOnlyDictionary<string, TFact> items)
    {
        var isNews =
            !_isSynced
            || items.Count != _items.Count
            || items.Any(item => !_items.TryGetValue(item.Key, out var known) || !_comparer.Equals(known, item.Value));
        _items.Clear();
        foreach (var (name, fact) in items)
            _items[name] = fact;
        _isSynced = true;
        return isNews;
    }

    private bool Set(string name, TFact fact)
    {
        if (_items.TryGetValue(name, out var known) && _comparer.Equals(known, fact))
            return false;
        _items[name] = fact;
        return true;
    }
}
