using NodeTasker.Cluster;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Watching;

/// <summary>The task as it was at one resourceVersion; the newest one wins.</summary>
/// <param name="Task">What it says; null when the ConfigMap does not exist.</param>
/// <param name="ResourceVersion">Which version, for the log.</param>
internal sealed record TaskSnapshot(ParsedTask? Task, string? ResourceVersion)
{
    /// <summary>The run that the operator cancelled by annotation, whatever else is in the task; null when none.</summary>
    public RunId? Cancelled { get; init; }

    /// <summary>The ConfigMap that it was read from; null when there is none.</summary>
    public TaskDocument? Document { get; init; }

    /// <summary>Who set it.</summary>
    public TaskOrigin? Origin { get; init; }
}
