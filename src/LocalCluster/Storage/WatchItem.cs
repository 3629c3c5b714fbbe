namespace NodeTasker.LocalCluster.Storage;

/// <summary>An event as a watch sees it: <c>ADDED</c>, <c>MODIFIED</c> or <c>DELETED</c>.</summary>
internal readonly record struct WatchItem(string Type, StoredObject Value);
