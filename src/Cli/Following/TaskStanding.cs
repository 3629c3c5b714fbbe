using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Tasks;
using NodeTasker.TaskModel.Rollouts;

namespace NodeTasker.Cli.Following;

/// <summary>How the task stands, read once.</summary>
/// <param name="Task">The task.</param>
/// <param name="Progress">Its rollout; null when there is nothing to do.</param>
/// <param name="Source">Where that comes from: <c>summary</c> is the controller's, <c>results</c> are the nodes' own.</param>
internal sealed record TaskStanding(StoredTask Task, Progress? Progress, string Source)
{
    /// <summary>Reads it: the controller's one object where it is about this content, else everything there is.</summary>
    public static async Task<TaskStanding> ReadAsync(Cluster cluster, TimeProvider time, CancellationToken cancellationToken)
    {
        var task = await new TaskStore(cluster).ReadAsync(cancellationToken);
        if (task.Run is null) return new TaskStanding(task, null, "results");

        var facts = await FirstLook.TakeAsync(cluster, task, cancellationToken);
        if (task.Spec is not { } spec) return new TaskStanding(task, null, "results");
        var (progress, _) = RolloutReading.Of(facts, spec, task.SetTime ?? DateTimeOffset.MinValue, time.GetUtcNow());
        return new TaskStanding(task, progress, "results");
    }
}
