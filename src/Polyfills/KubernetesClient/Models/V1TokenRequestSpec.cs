using System.Text.Json.Serialization;

namespace k8s.Models;

public partial record V1TokenRequestSpec
{
    [JsonPropertyName("audiences")]
    public IList<string> Audiences { get; set; }

    [JsonPropertyName("boundObjectRef")]
    public V1BoundObjectReference BoundObjectRef { get; set; }

    [JsonPropertyName("expirationSeconds")]
    public long? ExpirationSeconds { get; set; }
}
