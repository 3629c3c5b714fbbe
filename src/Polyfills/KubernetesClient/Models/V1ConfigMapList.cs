using System.Text.Json.Serialization;

namespace k8s.Models;

[KubernetesEntity(Group = KubeGroup, Kind = KubeKind, ApiVersion = KubeApiVersion, PluralName = KubePluralName)]
public partial record V1ConfigMapList : IKubernetesObject<V1ListMeta>, IItems<V1ConfigMap>
{
    public const string KubeApiVersion = "v1";
    public const string KubeKind = "ConfigMapList";
    public const string KubeGroup = "";
    public const string KubePluralName = "configmaps";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; }

    [JsonPropertyName("items")]
    public IList<V1ConfigMap> Items { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("metadata")]
    public V1ListMeta Metadata { get; set; }
}
