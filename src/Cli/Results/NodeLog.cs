using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Following;
using NodeTasker.Cli.Tasks;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Results;

/// <summary>What of a node's output is that of the current run.</summary>
internal static class NodeLog
{
    /// <summary>Whether <paramref name="record"/> is of the task's content, and not of an end that is to be run once more.</summary>
    public static bool IsCurrent(RunRecord record, StoredTask task) =>
        task.Run is { } run
        && record.Run.IsOf(run)
        && !(
            task.Spec?.Rerun is { } rerun
            && record.Run != rerun.Run
            && record.Phase is RunPhase.Failed or RunPhase.Cancelled
            && record.CompletionTime <= rerun.Time
        );

    /// <summary>The task, if <paramref name="node"/> is going to run it, or has.</summary>
    /// <exception cref="CommandException">Nothing would ever come.</exception>
    public static async Task<StoredTask> ReadTaskAsync(ClusterAccess cluster, string node, CancellationToken cancellationToken)
    {
        var task = await new TaskStore(cluster).ReadAsync(cancellationToken);
        if (task.Run is null)
            throw new CommandException(
                ExitCodes.Usage,
                $"the task {cluster.Namespace}/{cluster.Task} is {(task.Object is null ? "not there" : "empty")}: there is no run to follow."
            );

        var found = await FindAsync(cluster, node, cancellationToken);
        if (
            task.Spec is { } spec
            && found is not null
            && !(spec.Nodes.Matches(node) && spec.NodeSelector.Matches(found.Metadata.Labels?.AsReadOnly() ?? None))
        )
            throw new CommandException(ExitCodes.Usage, $"run {task.Run} is not for node {node}: the task does not select it.");

        if (found is not null && !ClusterEndpoints.FactsOf(found).CanHaveAgent)
            throw new CommandException(ExitCodes.Usage, $"no agent can be on node {node}: it is Windows, or virtual.");
        return task;
    }

    /// <summary>Refuses a name that is no node's.</summary>
    /// <exception cref="CommandException">It is not.</exception>
    public static Task RefuseStrangerAsync(ClusterAccess cluster, string node, CancellationToken cancellationToken) =>
        FindAsync(cluster, node, cancellationToken);

    /// <summary>What is waited for.</summary>
    public static string WhyNothing(string node, RunRecord? before, StoredTask task) =>
        $"Waiting for run {task.Spec?.Rerun?.Run ?? task.Run} on {node}{before switch { null => ", which has not started it", { Phase: RunPhase.Running } => $", which still runs {before.Run}", _ => $", which last ran {before.Run}" }}.";

    // Null where this operator may not look.
    private static async Task<V1Node?> FindAsync(ClusterAccess cluster, string node, CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.Client.CoreV1.ReadNodeAsync(node, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Forbidden)
        {
            return null;
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            throw new CommandException(ExitCodes.Usage, $"there is no node {node} in the cluster. `kubectl get nodes` lists them.");
        }
    }

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();
}
