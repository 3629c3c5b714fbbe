using NodeTasker.Controller.History;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller;

/// <summary>How a rollout stands, for all who are told of it.</summary>
/// <param name="Cluster">What was looked at.</param>
/// <param name="Content">What the task would run.</param>
/// <param name="Origin">Who set that.</param>
/// <param name="Plan">How it stands.</param>
internal sealed record RolloutReport(ObservedCluster Cluster, RunId Content, RunOrigin Origin, RolloutPlan Plan)
{
    /// <summary>Why the task can't be run at all; null when it can.</summary>
    public string? Rejected { get; init; }

    /// <summary>Tells an end from one of the same content before: after it was set or run again, or after another halt.</summary>
    public string? Occasion { get; init; }

    /// <summary>How many grants are given and not used up.</summary>
    public int Grants { get; init; }
}
