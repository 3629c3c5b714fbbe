using NodeTasker.TaskModel;

namespace NodeTasker.ServiceHosting;

/// <summary>The options that agent and controller share: each a flag and an environment variable (<c>--log-level</c> ⇔ <c>NODE_TASKER_LOG_LEVEL</c>).</summary>
public abstract record ServiceOptions
{
    /// <summary><c>--namespace</c>: where tasks and results live. Default: the pod's own, else <c>node-tasker</c>.</summary>
    public required string Namespace { get; init; }

    /// <summary><c>--task</c>, repeatable: the names of the task ConfigMaps. Default: <c>node-tasker</c>.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [WellKnown.DefaultTask];

    /// <summary><c>--kubeconfig</c>. Default: in-cluster when there is one, else as kubectl.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary><c>--listen</c>: address and port of health and metrics; empty is off. Each program has a default of its own.</summary>
    public abstract string Listen { get; init; }

    /// <summary><c>--log-format</c>: text, json or systemd. Default: text.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary><c>--log-level</c>. Default: information.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}
