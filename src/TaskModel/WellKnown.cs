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

    /// <summary>Annotation on the task: the content whose further nodes shall not start, as <c>paused</c> would say. Only that content: a new one is not held up by it.</summary>
    public const string PausedAnnotation = "node-tasker.io/paused";

    /// <summary>Annotation on the task: <c>&lt;run&gt;-r&lt;yyyyMMddHHmmss&gt;</c>; nodes whose run of that content had failed or was cancelled by then run it once more, as that run.</summary>
    public const string RerunAnnotation = "node-tasker.io/rerun";

    /// <summary>Annotation on the task: who set it, as they say of themselves.</summary>
    public const string SetByAnnotation = "node-tasker.io/set-by";

    /// <summary>Annotation on a result: the exit code; like its siblings a copy from the data, for those who watch metadata only.</summary>
    public const string ExitCodeAnnotation = "node-tasker.io/exit-code";

    /// <summary>Annotation on a result: the reason.</summary>
    public const string ReasonAnnotation = "node-tasker.io/reason";

    /// <summary>Annotation on a result: when the attempt started.</summary>
    public const string StartTimeAnnotation = "node-tasker.io/start-time";

    /// <summary>Annotation on a result: when it ended.</summary>
    public const string CompletionTimeAnnotation = "node-tasker.io/completion-time";

    /// <summary>Annotation on a result: how long it ran.</summary>
    public const string DurationAnnotation = "node-tasker.io/duration";

    /// <summary>Annotation on a result: the number of the attempt.</summary>
    public const string AttemptAnnotation = "node-tasker.io/attempt";

    /// <summary>Label: whose object it is, <see cref="AppName"/>.</summary>
    public const string AppNameLabel = "app.kubernetes.io/name";

    /// <summary>Label: what kind of object it is, as <see cref="ResultComponent"/>.</summary>
    public const string ComponentLabel = "app.kubernetes.io/component";

    /// <summary>Label: who writes it.</summary>
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";

    /// <summary>The value of <see cref="AppNameLabel"/>.</summary>
    public const string AppName = "node-tasker";

    /// <summary>The value of <see cref="ComponentLabel"/> on a node's result.</summary>
    public const string ResultComponent = "result";

    /// <summary>The value of <see cref="ComponentLabel"/> on a grant.</summary>
    public const string GrantComponent = "grant";

    /// <summary>The value of <see cref="ComponentLabel"/> on the ledger of the grants.</summary>
    public const string LedgerComponent = "grants";

    /// <summary>The value of <see cref="ComponentLabel"/> on the summary.</summary>
    public const string SummaryComponent = "summary";

    /// <summary>The value of <see cref="ComponentLabel"/> on the history.</summary>
    public const string HistoryComponent = "history";

    /// <summary>The name of the controller as a field manager.</summary>
    public const string ControllerFieldManager = "node-tasker-controller";

    /// <summary>The name of the operator's command as a field manager.</summary>
    public const string CliFieldManager = "node-tasker";

    /// <summary>The name of the agent as a field manager.</summary>
    public const string AgentFieldManager = "node-tasker-agent";

    /// <summary>The default name of the task ConfigMap.</summary>
    public const string DefaultTask = "node-tasker";

    /// <summary>The default namespace.</summary>
    public const string DefaultNamespace = "node-tasker";
}
