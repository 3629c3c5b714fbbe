using System.Text.Json.Serialization;

namespace k8s.Models;

public partial record V1StatusDetails
{
    [JsonPropertyName("causes")]
    public IList<V1StatusCause> Causes { get; set; }

    [JsonPropertyName("group")]
    public string Group { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("name")]
    public string Name { get; set; }

    [JsonPropertyName("retryAfterSeconds")]
    public int? RetryAfterSeconds { get; set; }

    [JsonPropertyName("uid")]
    public string Uid { get; set; }
}
