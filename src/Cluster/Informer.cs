namespace NodeTasker.Cluster;

/// <summary>The objects of a collection as they are now. What is written again without a difference wakes nobody.</summary>
public sealed class Informer<T>(Reflector<T> reflector, IEqualityComparer<T>? comparer = null)
{
    private readonly Lock _gate = new();
    private readonly Store<T> _store = new(comparer);
    private IReadOnlyDictionary<string, T>? _copy;

    /// <summary>Called after each change, and after the first list.</summary>
    public event Action? Changed;

    /// <summary>All of them by name; null before the first list.</summary>
    public IReadOnlyDictionary<string, T>? Items
    {
        get
        {
            lock (_gate)
                return _store.IsSynced ? _copy ??= new Dictionary<string, T>(_store.Items, StringComparer.Ordinal) : null;
        }
    }

    /// <summary>Follows the collection until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in reflector.ReadAsync(cancellationToken))
        {
            Apply(change);
        }
    }

    /// <summary>What one has written oneself is known before the watch says so, and wakes the others: what the watch says of it is no news then.</summary>
    public void Note(string name, T item) => Apply(new Change<T>.Changed(name, item));

    /// <summary>The same of what one has deleted.</summary>
    public void Forget(string name) => Apply(new Change<T>.Removed(name));

    /// <summary>Wakes whoever follows the changes, though the watch has brought none.</summary>
    public void Announce() => Changed?.Invoke();

    private void Apply(Change<T> change)
    {
        lock (_gate)
        {
            if (!_store.Apply(change))
                return;
            _copy = null;
        }

        Changed?.Invoke();
    }
}
