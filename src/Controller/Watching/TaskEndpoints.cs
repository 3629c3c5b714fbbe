using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Watching;

/// <summary>Where the API has what a rollout looks at.</summary>
internal static class TaskEndpoints
{
    /// <summary>A page of them is smaller: a Node is large.</summary>
    public static IEndpoint<NodeFacts> Nodes(ApiClient client, int pageSize = 250) =>
        new Endpoint<V1Node, NodeFacts>(client, ApiResources.Nodes, null, static node =>
            NodeFacts.Of(
                node.Metadata.Name,
                node.Metadata.Uid,
                node.Metadata.Labels,
                node.ReadyCondition(),
                node.Metadata.CreationTimestamp.AsUtc(),
                node.Spec?.Taints?.Select(taint => taint.Key)
            )
        )
        {
            Description = "the Nodes",
            PageSize = pageSize,
        };

    /// <summary>The results of one task, without what the scripts have written. Null is a result that can't be read.</summary>
    public static IEndpoint<ResultFacts?> Results(ApiClient client, string ns, string task, int pageSize = 500) =>
        new Endpoint<V1ConfigMap, ResultFacts?>(client, ApiResources.ConfigMaps, ns, static result =>
            ResultFacts.Of(result.Metadata.Labels, result.Metadata.Annotations)
        )
        {
            Description = $"the results of {ns}/{task}",
            LabelSelector = TaskObject.SelectorOf(task, WellKnown.ResultComponent),
            IsMetadataOnly = true,
            PageSize = pageSize,
        };

    public static IEndpoint<GrantLease> Grants(ApiClient client, string ns, string task) =>
        new Endpoint<V1Lease, GrantLease>(client, ApiResources.Leases, ns, GrantLease.Of)
        {
            Description = $"the grants of {ns}/{task}",
            LabelSelector = TaskObject.SelectorOf(task, WellKnown.GrantComponent),
        };
}
