using NodeTasker.TaskModel;

namespace NodeTasker.Controller;

/// <summary>The controller's options: each a flag and an environment variable (<c>--log-level</c> ⇔ <c>NODE_TASKER_LOG_LEVEL</c>).</summary>
internal sealed record ControllerOptions
{
    /// <summary><c>--namespace</c>: where tasks and results live. Default: the pod's own, else <c>node-tasker</c>.</summary>
    public required string Namespace { get; init; }

    /// <summary><c>--task</c>, repeatable: the names of the task ConfigMaps. Default: <c>node-tasker</c>.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [WellKnown.DefaultTask];

    /// <summary><c>--kubeconfig</c>. Default: in-cluster when there is one, else as kubectl.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary><c>--listen</c>: address and port of health and metrics; empty is off. Default: <c>127.0.0.1:9809</c>.</summary>
    public string Listen { get; init; } = "127.0.0.1:9809";

    /// <summary><c>--identity</c>: who this replica is among the others, unlike any of them. Default: the host's (the pod's) name and a random part.</summary>
    public required string Identity { get; init; }

    /// <summary><c>--log-format</c>: text, json or systemd. Default: text.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary><c>--log-level</c>. Default: information.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}

/// <summary>The form of the log lines.</summary>
internal enum LogFormat
{
    /// <summary>One readable line an entry.</summary>
    Text,

    /// <summary>One JSON object an entry.</summary>
    Json,

    /// <summary>With the priority prefixes that journald reads.</summary>
    Systemd,
}
