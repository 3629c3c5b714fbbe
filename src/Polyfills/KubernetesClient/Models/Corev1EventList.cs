using System.Text.Json.Serialization;

namespace k8s.Models;

[KubernetesEntity(Group = KubeGroup, Kind = KubeKind, ApiVersion = KubeApiVersion, PluralName = KubePluralName)]
public partial record Corev1EventList : IKubernetesObject<V1ListMeta>, IItems<Corev1Event>
{
    public const string KubeApiVersion = "v1";
    public const string KubeKind = "EventList";
    public const string KubeGroup = "";
    public const string KubePluralName = "events";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; }

    [JsonPropertyName("items")]
    public IList<Corev1Event> Items { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("metadata")]
    public V1ListMeta Metadata { get; set; }
}
