using System.Text.Json.Serialization;

namespace k8s.Models;

public partial record V1ContainerImage
{
    [JsonPropertyName("names")]
    public IList<string> Names { get; set; }

    [JsonPropertyName("sizeBytes")]
    public long? SizeBytes { get; set; }
}
