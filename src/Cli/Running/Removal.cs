using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Tasks;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Running;

/// <summary><c>--rm</c>: the task and its results are gone when all is done.</summary>
internal sealed class Removal(Cluster cluster)
{
    private const int AtATime = 16;

    /// <summary>Removes the results of <paramref name="run"/> and clears the task, unless somebody has set another meanwhile.</summary>
    /// <param name="run">The run that is done.</param>
    /// <param name="isCreated">Whether the run has created the task's ConfigMap: then it goes as a whole.</param>
    /// <param name="nodes">Where it ran.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RemoveAsync(RunId run, bool isCreated, IEnumerable<string> nodes, CancellationToken cancellationToken)
    {
        // The task first: an agent that starts anew would run it, and write its result again.
        await ClearAsync(run, isCreated, cancellationToken);
        await Parallel.ForEachAsync(nodes, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken }, async (node, cancel) =>
            await DeleteAsync(ObjectNames.Result(cluster.Task, node), null, cancel));
    }

    private async Task ClearAsync(RunId run, bool isCreated, CancellationToken cancellationToken)
    {
        var store = new TaskStore(cluster);
        while (await store.ReadAsync(cancellationToken) is { Object: { } configMap } task && task.Run == run)
        {
            var isDone = isCreated
                ? await DeleteAsync(cluster.Task, new V1Preconditions { ResourceVersion = configMap.Metadata.ResourceVersion }, cancellationToken)
                : await store.TryClearAsync(task, cancellationToken);
            if (isDone) return;
        }
    }

    private async Task<bool> DeleteAsync(string name, V1Preconditions? preconditions, CancellationToken cancellationToken)
    {
        try
        {
            await cluster.Client.CoreV1.DeleteNamespacedConfigMapAsync(
                name, cluster.Namespace, body: preconditions is null ? null : new V1DeleteOptions { Preconditions = preconditions }, cancellationToken: cancellationToken);
            return true;
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return true;
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.Conflict)
        {
            return false;
        }
    }
}
