using System.Text.Json.Serialization;

namespace k8s.Models;

public partial record Eventsv1EventSeries
{
    [JsonPropertyName("count")]
    public int Count { get; set; }

    [JsonPropertyName("lastObservedTime")]
    public DateTime LastObservedTime { get; set; }
}
