namespace NodeTasker.LocalCluster.Schema;

/// <summary>How the items of a list relate to each other when it is merged.</summary>
internal enum ListRelation
{
    /// <summary>Replaced as a whole.</summary>
    Atomic,

    /// <summary>Scalars, each at most once.</summary>
    Set,

    /// <summary>Objects, each identified by a key field.</summary>
    Keyed,
}
