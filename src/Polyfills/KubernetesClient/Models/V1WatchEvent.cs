using System.Text.Json.Serialization;

namespace k8s.Models;

public partial record V1WatchEvent
{
    [JsonPropertyName("object")]
    public object ObjectProperty { get; set; }

    [JsonPropertyName("type")]
    public string Type { get; set; }
}
