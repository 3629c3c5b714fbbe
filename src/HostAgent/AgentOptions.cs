using NodeTasker.ServiceHosting;

namespace NodeTasker.HostAgent;

/// <summary>The agent's options.</summary>
internal sealed record AgentOptions : ServiceOptions
{
    /// <summary><c>--node-name</c>: the Node this agent is. Required.</summary>
    public required string NodeName { get; init; }

    /// <summary><c>--state-dir</c>: the journal and the runs; the same path in the container and on the host. Default: <c>/var/lib/node-tasker</c>.</summary>
    public string StateDir { get; init; } = "/var/lib/node-tasker";

    /// <summary><c>--host-pid</c>: the process whose namespaces scripts run in; 0 enters none. Default: 1.</summary>
    public int HostPid { get; init; } = 1;

    /// <summary><c>--launcher</c>: what supervises runs. Default: <c>auto</c>.</summary>
    public LauncherKind Launcher { get; init; }

    /// <summary><c>--listen</c>. Default: <c>127.0.0.1:9808</c>.</summary>
    public override string Listen { get; init; } = "127.0.0.1:9808";

    /// <summary><c>--max-log-size</c>: what of one run's output stays on disk, head and tail, in bytes. Default: 100 MiB.</summary>
    public long MaxLogSize { get; init; } = 100 << 20;

    /// <summary><c>--trusted-keys</c>: the folder of the public keys whose signed tasks run; no other task does. Default: none, and every task runs.</summary>
    public string? TrustedKeys { get; init; }

    /// <summary><c>--audience</c>: what a task's <c>audience</c> must be equal to. Default: none.</summary>
    public string? Audience { get; init; }
}

/// <summary>What supervises runs.</summary>
internal enum LauncherKind
{
    /// <summary>The first that the host has.</summary>
    Auto,

    /// <summary>Transient units of the host's systemd.</summary>
    Systemd,

    /// <summary>Groups of their own in the host's cgroup v2 hierarchy.</summary>
    Cgroup,

    /// <summary>An own session; it stays in the agent's cgroup.</summary>
    Process,
}
