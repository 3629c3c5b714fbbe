namespace NodeTasker.HostAgent.Watching;

/// <summary>The controller's word for this node, read only while a run waits for it.</summary>
internal interface IGrantSource
{
    /// <summary>The run that is granted, as the API server says; null while nothing follows it, and while the API server is not heard.</summary>
    string? Current { get; }

    /// <summary>Starts or stops following the grant; <paramref name="changed"/> is called after each change. What was read before is forgotten.</summary>
    void Follow(bool wanted, Action changed);
}
