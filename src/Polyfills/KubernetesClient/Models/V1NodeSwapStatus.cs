using System.Text.Json.Serialization;

namespace k8s.Models;

public partial record V1NodeSwapStatus
{
    [JsonPropertyName("capacity")]
    public long? Capacity { get; set; }
}
