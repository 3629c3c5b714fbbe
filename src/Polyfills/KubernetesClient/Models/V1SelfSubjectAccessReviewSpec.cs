using System.Text.Json.Serialization;

namespace k8s.Models;

public partial record V1SelfSubjectAccessReviewSpec
{
    [JsonPropertyName("nonResourceAttributes")]
    public V1NonResourceAttributes NonResourceAttributes { get; set; }

    [JsonPropertyName("resourceAttributes")]
    public V1ResourceAttributes ResourceAttributes { get; set; }
}
