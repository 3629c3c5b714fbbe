namespace NodeTasker.TaskModel;

/// <summary>Key <c>newNodes</c>: what of nodes that join after the task was set.</summary>
public enum NewNodesPolicy
{
    /// <summary>They run it too.</summary>
    Run,

    /// <summary>They do not.</summary>
    Skip,
}

/// <summary>Key <c>concurrencyPolicy</c>: the task changes while a node still runs the old one.</summary>
public enum ConcurrencyPolicy
{
    /// <summary>The old run ends first, then the newest starts.</summary>
    Wait,

    /// <summary>The old run is cancelled first.</summary>
    Replace,
}

/// <summary>Key <c>onInterrupted</c>: the node rebooted, or a run's outcome was lost.</summary>
public enum InterruptedPolicy
{
    /// <summary>The run has failed: at most once.</summary>
    Fail,

    /// <summary>It runs again: at least once.</summary>
    Rerun,
}
