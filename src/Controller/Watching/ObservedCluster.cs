using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Watching;

/// <summary>What a task's rollout looks at, at one moment.</summary>
/// <param name="Task">The task.</param>
/// <param name="Nodes">Every Node.</param>
/// <param name="Results">The newest result of each node that has one, by the node's name.</param>
/// <param name="Leases">The runs that agents see as granted, by the node's name.</param>
internal sealed record ObservedCluster(
    ObservedTask Task,
    IReadOnlyCollection<NodeFacts> Nodes,
    IReadOnlyDictionary<string, ResultFacts> Results,
    IReadOnlyDictionary<string, RunId> Leases
);
