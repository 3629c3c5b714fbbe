using k8s;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Storing;

/// <summary>The versions of a task's summary and history.</summary>
internal sealed class OwnObjectsEndpoint(IKubernetes client, string ns, string task)
    : ConfigMapMetadataEndpoint<string>(
        client,
        ns,
        $"{WellKnown.TaskLabel}={KubernetesName.ToLabelValue(task)},{WellKnown.ComponentLabel} in ({WellKnown.SummaryComponent},{WellKnown.HistoryComponent})",
        $"the summary and the history of {ns}/{task}",
        PageSize
    )
{
    private const int PageSize = 100;

    protected override string FactOf(V1ObjectMeta metadata) => metadata.ResourceVersion;
}
