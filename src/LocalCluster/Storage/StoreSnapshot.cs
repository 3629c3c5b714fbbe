using System.Collections.Immutable;

namespace NodeTasker.LocalCluster.Storage;

/// <summary>All objects of a resource as of <paramref name="ResourceVersion"/>, sorted by namespace and name.</summary>
internal sealed record StoreSnapshot(long ResourceVersion, ImmutableSortedDictionary<string, StoredObject> Objects);
