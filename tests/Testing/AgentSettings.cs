namespace NodeTasker.Testing;

/// <summary>How a test wants its agent; the names are the agent's options.</summary>
public sealed record AgentSettings
{
    public required string NodeName { get; init; }

    public required string Namespace { get; init; }

    public required string Kubeconfig { get; init; }

    /// <summary>Default: a folder of its own, removed with the agent.</summary>
    public string? StateDir { get; init; }

    public int HostPid { get; init; }

    public string Launcher { get; init; } = "process";

    public IReadOnlyList<string> MoreArguments { get; init; } = [];

    /// <summary>Default: the agent beside the tests.</summary>
    public string Program { get; init; } = ProductPrograms.Agent;
}
