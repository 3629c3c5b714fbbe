namespace NodeTasker.HostAgent.Watching;

/// <summary>The controller's word for this node, read only while a run waits for it.</summary>
internal interface IGrantSource
{
    /// <summary>The run that is granted, as far as the API server has said since <see cref="Follow"/> began; null while nothing follows it.</summary>
    string? Current { get; }

    /// <summary>Starts or stops following the grant; <paramref name="changed"/> is called after each change. What was read before is forgotten.</summary>
    void Follow(bool wanted, Action changed);
}
