using k8s;
using k8s.Models;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cluster;

/// <summary>The results of one task, without what the scripts have written. Null is a result that can't be read.</summary>
/// <param name="client">The API.</param>
/// <param name="ns">The task's namespace.</param>
/// <param name="task">The task's name.</param>
/// <param name="pageSize">How many of them one answer holds.</param>
public sealed class ResultEndpoint(IKubernetes client, string ns, string task, int pageSize = 500)
    : ConfigMapMetadataEndpoint<ResultFacts?>(
        client,
        ns,
        $"{WellKnown.TaskLabel}={KubernetesName.ToLabelValue(task)},{WellKnown.ComponentLabel}={WellKnown.ResultComponent}",
        $"the results of {ns}/{task}",
        pageSize
    )
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    /// <inheritdoc/>
    protected override ResultFacts? FactOf(V1ObjectMeta metadata) =>
        ResultFacts.TryRead(metadata.Labels?.AsReadOnly() ?? Nothing, metadata.Annotations?.AsReadOnly() ?? Nothing, out var facts)
            ? facts
            : null;
}
