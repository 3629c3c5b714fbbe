namespace NodeTasker.Cluster;

/// <summary>What an event of a watch says.</summary>
public enum WatchEventType
{
    /// <summary>There is a new object.</summary>
    Added,

    /// <summary>It is another.</summary>
    Modified,

    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>The server can't go on.</summary>
    Error,

    /// <summary>Nothing changed up to this version.</summary>
    Bookmark,
}
