using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Tasks;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Following;

/// <summary>How the task stands, read once.</summary>
/// <param name="Task">The task.</param>
/// <param name="Progress">Its rollout; null when there is nothing to do.</param>
/// <param name="Source">Where that comes from: <c>summary</c> is the controller's, <c>results</c> are the nodes' own.</param>
internal sealed record TaskStanding(StoredTask Task, Progress? Progress, string Source)
{
    /// <summary>Reads it: the controller's one object where it is about this content and kept up to date, else everything there is.</summary>
    public static async Task<TaskStanding> ReadAsync(ClusterAccess cluster, TimeProvider time, CancellationToken cancellationToken)
    {
        var summary = SummaryAsync(cluster, cancellationToken);
        var task = await new TaskStore(cluster).ReadAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (task.Run is not { } run)
        {
            await ((Task)summary).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return new TaskStanding(task, null, "results");
        }

        var spoken = RolloutReading.SummaryOf(await summary, run, now);
        if (spoken is not null && (IsLast(spoken, task.Spec) || await ControllerLease.IsFreshAsync(cluster, time, cancellationToken)))
            return new TaskStanding(task, Progress.Of(spoken), "summary");

        var facts = await FirstLook.TakeAsync(cluster, task, cancellationToken);
        var setTime = task.SetTime ?? DateTimeOffset.MinValue;
        var progress = task.Parsed is ParsedTask.Bad bad
            ? RolloutReading.OfBad(facts, bad, setTime, now)
            : RolloutReading.Of(facts, task.Spec!, setTime, now).Progress;
        return new TaskStanding(
            task,
            spoken is null ? progress : progress with { Message = WithoutController(progress.Message) },
            "results"
        );
    }

    // Nothing comes after the end of what runs once.
    private static bool IsLast(RolloutSummary summary, TaskSpec? spec) =>
        summary.Status == RolloutStatus.Complete && spec is { Schedule: null, EveryBoot: false, Rerun: null };

    private static string WithoutController(string? message) =>
        $"{(message is null ? "" : $"{message} ")}No controller is seen to lead, so its summary may be old; this is what the nodes' own results say. `{ProgramName.Shown} doctor` says more.";

    private static async Task<V1ConfigMap?> SummaryAsync(ClusterAccess cluster, CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.Client.CoreV1.ReadNamespacedConfigMapAsync(
                ObjectNames.Summary(cluster.Task),
                cluster.Namespace,
                cancellationToken: cancellationToken
            );
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
