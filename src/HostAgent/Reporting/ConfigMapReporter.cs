using k8s;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Reporting;

/// <summary>The result as a ConfigMap, by server-side apply: one write, whether it is there already or not, and no read.</summary>
internal sealed class ConfigMapReporter(IKubernetes client, string ns, string nodeName, INodeSource node) : IRunReporter
{
    public async Task<string?> ReportAsync(RunRecord record, CancellationToken cancellationToken)
    {
        await node.FirstRead.WaitAsync(cancellationToken);
        var owner = node.Uid;
        var result = ResultCodec.Encode(record);
        var body = new V1ConfigMap
        {
            ApiVersion = V1ConfigMap.KubeApiVersion,
            Kind = V1ConfigMap.KubeKind,
            Metadata = new V1ObjectMeta
            {
                Name = result.Name,
                NamespaceProperty = ns,
                Labels = new Dictionary<string, string>(result.Labels),
                Annotations = new Dictionary<string, string>(result.Annotations),
                OwnerReferences = owner is null
                    ? null
                    :
                    [
                        new V1OwnerReference
                        {
                            ApiVersion = V1Node.KubeApiVersion,
                            Kind = V1Node.KubeKind,
                            Name = nodeName,
                            Uid = owner,
                        },
                    ],
            },
            Data = new Dictionary<string, string>(result.Data),
        };
        await client.CoreV1.PatchNamespacedConfigMapAsync(
            body: ApplyPatch.Of(body),
            name: result.Name,
            namespaceParameter: ns,
            fieldManager: WellKnown.AgentFieldManager,
            force: true,
            cancellationToken: cancellationToken
        );
        return owner;
    }
}
