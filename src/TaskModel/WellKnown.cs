namespace NodeTasker.TaskModel;

/// <summary>Names on the wire: keys, labels and annotations.</summary>
public static class WellKnown
{
    /// <summary>Label: the task's name.</summary>
    public const string TaskLabel = "node-tasker.io/task";

    /// <summary>Label: the node's name.</summary>
    public const string NodeLabel = "node-tasker.io/node";

    /// <summary>Label: the run.</summary>
    public const string RunLabel = "node-tasker.io/run";

    /// <summary>Label: the phase.</summary>
    public const string PhaseLabel = "node-tasker.io/phase";

    /// <summary>Annotation on the task: the run that is to be cancelled on every node.</summary>
    public const string CancelAnnotation = "node-tasker.io/cancel";

    /// <summary>The name of the agent as a field manager.</summary>
    public const string AgentFieldManager = "node-tasker-agent";

    /// <summary>The default name of the task ConfigMap.</summary>
    public const string DefaultTask = "node-tasker";

    /// <summary>The default namespace.</summary>
    public const string DefaultNamespace = "node-tasker";
}
