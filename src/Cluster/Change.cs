namespace NodeTasker.Cluster;

/// <summary>What a reflector tells of a collection.</summary>
public abstract record Change<T>
{
    private Change() { }

    /// <summary>The object of a collection of one; null when there is none.</summary>
    public T? Only =>
        this switch
        {
            Listed listed => listed.Items.Values.FirstOrDefault(),
            Changed changed => changed.Item,
            _ => default,
        };

    /// <summary>All that there is now, by name; nothing else is left of before.</summary>
    public sealed record Listed(IReadOnlyDictionary<string, T> Items) : Change<T>;

    /// <summary>An object that is new, or modified.</summary>
    public sealed record Changed(string Name, T Item) : Change<T>;

    /// <summary>An object that is gone.</summary>
    public sealed record Removed(string Name) : Change<T>;

    /// <summary>The connection has ended: until the next change nobody sees what happens.</summary>
    public sealed record Disconnected : Change<T>;
}
