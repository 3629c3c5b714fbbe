using System.Net;
using System.Runtime.CompilerServices;
using k8s;
using k8s.Autorest;
using k8s.Models;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Following;
using NodeTasker.Cli.Tasks;
using NodeTasker.Cluster;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Running;

/// <summary><c>--rm</c>: the task and its results are gone when all is done.</summary>
internal sealed class Removal(ClusterAccess cluster)
{
    private const int AtATime = 16;

    /// <summary>Removes the results of <paramref name="run"/> and clears the task; what somebody else has set or run meanwhile stays.</summary>
    /// <param name="run">The run that is done.</param>
    /// <param name="isCreated">Whether the run has created the task's ConfigMap: then it goes as a whole.</param>
    /// <param name="nodes">Where it ran.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RemoveAsync(RunId run, bool isCreated, IEnumerable<string> nodes, CancellationToken cancellationToken)
    {
        // The task first: an agent that starts anew would run it, and write its result again.
        await ClearAsync(run, isCreated, cancellationToken);
        var names = nodes.Select(node => ObjectNames.Result(cluster.Task, node)).ToHashSet(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            ResultsAsync(run, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (result, cancel) =>
            {
                // A result that has changed since is of a later run, which is not ours to remove.
                if (names.Contains(result.Name))
                    await DeleteAsync(result.Name, result.ResourceVersion!, cancel);
            }
        );
    }

    private async IAsyncEnumerable<Item<ResultFacts?>> ResultsAsync(RunId run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var endpoint = ClusterEndpoints.Results(cluster);
        string? next = null;
        do
        {
            var page = await endpoint.ListAsync(next, cancellationToken);
            foreach (var result in page.Items.Where(result => result.Value is { } facts && facts.Run.IsOf(run)))
                yield return result;
            next = page.Continue;
        } while (!string.IsNullOrEmpty(next));
    }

    private async Task ClearAsync(RunId run, bool isCreated, CancellationToken cancellationToken)
    {
        var store = new TaskStore(cluster);
        while (await store.ReadAsync(cancellationToken) is { Object: { } configMap } task && task.Run == run)
        {
            var isDone = isCreated
                ? await DeleteAsync(cluster.Task, configMap.Metadata.ResourceVersion, cancellationToken)
                : await store.TryClearAsync(task, cancellationToken);
            if (isDone)
                return;
        }
    }

    private async Task<bool> DeleteAsync(string name, string resourceVersion, CancellationToken cancellationToken)
    {
        try
        {
            await cluster.Client.CoreV1.DeleteNamespacedConfigMapAsync(
                name,
                cluster.Namespace,
                body: new V1DeleteOptions { Preconditions = new V1Preconditions { ResourceVersion = resourceVersion } },
                cancellationToken: cancellationToken
            );
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
