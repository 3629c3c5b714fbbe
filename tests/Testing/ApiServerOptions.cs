namespace NodeTasker.Testing;

/// <summary>What a test may ask of its API server.</summary>
public sealed record ApiServerOptions
{
    /// <summary>Authorize by RBAC, where the server has it; the admin may do everything either way.</summary>
    public bool Rbac { get; init; } = true;

    /// <summary>Keep the requests for <see cref="ApiServer.RequestsOfOthers"/>; benchmarks don't.</summary>
    public bool LogRequests { get; init; } = true;

    /// <summary>How many past events a watch can start from, where the server lets one choose.</summary>
    public int? EventHistory { get; init; }
}
