using System.Text.Json.Serialization;

namespace k8s.Models;

public partial record V1BoundObjectReference
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("name")]
    public string Name { get; set; }

    [JsonPropertyName("uid")]
    public string Uid { get; set; }
}
