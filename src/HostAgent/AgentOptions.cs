using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent;

/// <summary>The agent's options: each a flag and an environment variable (<c>--state-dir</c> ⇔ <c>NODE_TASKER_STATE_DIR</c>).</summary>
internal sealed record AgentOptions
{
    /// <summary><c>--node-name</c>: the Node this agent is. Required.</summary>
    public required string NodeName { get; init; }

    /// <summary><c>--namespace</c>: where tasks and results live. Default: the pod's own, else <c>node-tasker</c>.</summary>
    public required string Namespace { get; init; }

    /// <summary><c>--task</c>, repeatable: the names of the task ConfigMaps. Default: <c>node-tasker</c>.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [WellKnown.DefaultTask];

    /// <summary><c>--state-dir</c>: the journal and the runs; the same path in the container and on the host. Default: <c>/var/lib/node-tasker</c>.</summary>
    public string StateDir { get; init; } = "/var/lib/node-tasker";

    /// <summary><c>--kubeconfig</c>. Default: in-cluster when there is one, else as kubectl.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary><c>--host-pid</c>: the process whose namespaces scripts run in; 0 enters none. Default: 1.</summary>
    public int HostPid { get; init; } = 1;

    /// <summary><c>--launcher</c>: what supervises runs. Default: <c>auto</c>.</summary>
    public LauncherKind Launcher { get; init; }

    /// <summary><c>--listen</c>: address and port of health and metrics; empty is off. Default: <c>127.0.0.1:9808</c>.</summary>
    public string Listen { get; init; } = "127.0.0.1:9808";

    /// <summary><c>--max-log-size</c>: what of one run's output stays on disk, head and tail, in bytes. Default: 100 MiB.</summary>
    public long MaxLogSize { get; init; } = 100 << 20;

    /// <summary><c>--trusted-keys</c>: the folder of the public keys whose signed tasks run; no other task does. Default: none, and every task runs.</summary>
    public string? TrustedKeys { get; init; }

    /// <summary><c>--audience</c>: what a task's <c>audience</c> must be equal to. Default: none.</summary>
    public string? Audience { get; init; }

    /// <summary><c>--log-format</c>: text, json or systemd. Default: text.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary><c>--log-level</c>. Default: information.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
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

/// <summary>The form of the agent's log lines.</summary>
internal enum LogFormat
{
    /// <summary>One readable line an entry.</summary>
    Text,

    /// <summary>One JSON object an entry.</summary>
    Json,

    /// <summary>With the priority prefixes that journald reads.</summary>
    Systemd,
}
