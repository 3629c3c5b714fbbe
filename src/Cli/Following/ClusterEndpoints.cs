using k8s.Models;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cluster;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Following;

/// <summary>Where the API has what a rollout is read from.</summary>
internal static class ClusterEndpoints
{
    /// <summary>A page of them is smaller: a Node is large.</summary>
    public static IEndpoint<NodeFacts> Nodes(ClusterAccess cluster) =>
        new Endpoint<V1Node, NodeFacts>(cluster.Client, ApiResources.Nodes, null, FactsOf) { Description = "the Nodes", PageSize = 250 };

    /// <summary>What is known by a Node.</summary>
    public static NodeFacts FactsOf(V1Node node) =>
        NodeFacts.Of(
            node.Metadata.Name,
            node.Metadata.Uid,
            node.Metadata.Labels,
            node.ReadyCondition(),
            node.Metadata.CreationTimestamp.AsUtc(),
            node.Spec?.Taints?.Select(taint => taint.Key)
        );

    /// <summary>The results of the task, without what the scripts have written. Null is a result that can't be read.</summary>
    public static IEndpoint<ResultFacts?> Results(ClusterAccess cluster) =>
        new Endpoint<V1ConfigMap, ResultFacts?>(cluster.Client, ApiResources.ConfigMaps, cluster.Namespace, static result =>
            ResultFacts.Of(result.Metadata.Labels, result.Metadata.Annotations)
        )
        {
            Description = $"the results of {cluster.Namespace}/{cluster.Task}",
            LabelSelector = TaskObject.SelectorOf(cluster.Task, WellKnown.ResultComponent),
            IsMetadataOnly = true,
        };
}
