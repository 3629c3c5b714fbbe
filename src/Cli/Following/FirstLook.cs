using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Tasks;
using NodeTasker.Cluster;
using NodeTasker.Rollouts;

namespace NodeTasker.Cli.Following;

/// <summary>The cluster as it is now, read once: in pages, metadata only.</summary>
internal static class FirstLook
{
    /// <summary>Task, Nodes and results. Also shows that there are the rights to read them, before anything is changed.</summary>
    public static async Task<ClusterFacts> TakeAsync(ClusterAccess cluster, StoredTask task, CancellationToken cancellationToken)
    {
        var facts = new ClusterFacts(cluster.Task);
        var nodes = ListAsync(new NodesEndpoint(cluster.Client), cancellationToken);
        var results = ListAsync(new ResultEndpoint(cluster.Client, cluster.Namespace, cluster.Task), cancellationToken);
        facts.SetTask(task.Object);
        facts.Apply(new CollectionChange<NodeFacts>.Listed(await nodes));
        facts.Apply(new CollectionChange<ResultFacts?>.Listed(await results));
        return facts;
    }

    private static async Task<IReadOnlyDictionary<string, TFact>> ListAsync<TFact>(
        ICollectionEndpoint<TFact> endpoint,
        CancellationToken cancellationToken
    )
    {
        var items = new Dictionary<string, TFact>(StringComparer.Ordinal);
        string? next = null;
        do
        {
            var page = await endpoint.ListAsync(next, cancellationToken);
            foreach (var item in page.Items)
                items[item.Name] = item.Fact;
            next = page.Continue;
        } while (!string.IsNullOrEmpty(next));

        return items;
    }
}
