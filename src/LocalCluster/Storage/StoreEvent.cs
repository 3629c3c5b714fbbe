namespace NodeTasker.LocalCluster.Storage;

/// <summary>A change: from <paramref name="Previous"/> (null when created) to <paramref name="Current"/>, which is the last state when deleted.</summary>
internal sealed record StoreEvent(StoredObject Current, StoredObject? Previous, bool IsDeletion)
{
    public long ResourceVersion => Current.ResourceVersion;
}
