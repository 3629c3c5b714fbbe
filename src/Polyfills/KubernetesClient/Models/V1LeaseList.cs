using System.Text.Json.Serialization;

namespace k8s.Models;

[KubernetesEntity(Group = KubeGroup, Kind = KubeKind, ApiVersion = KubeApiVersion, PluralName = KubePluralName)]
public partial record V1LeaseList : IKubernetesObject<V1ListMeta>, IItems<V1Lease>
{
    public const string KubeApiVersion = "v1";
    public const string KubeKind = "LeaseList";
    public const string KubeGroup = "coordination.k8s.io";
    public const string KubePluralName = "leases";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; }

    [JsonPropertyName("items")]
    public IList<V1Lease> Items { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("metadata")]
    public V1ListMeta Metadata { get; set; }
}
