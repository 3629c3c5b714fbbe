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
        var nodes = ClusterEndpoints.Nodes(cluster).ListAllAsync(cancellationToken);
        var results = ClusterEndpoints.Results(cluster).ListAllAsync(cancellationToken);
        facts.SetTask(task.Object);
        facts.Apply(new Change<NodeFacts>.Listed((await nodes).Items));
        facts.Apply(new Change<ResultFacts?>.Listed((await results).Items));
        return facts;
    }
}
