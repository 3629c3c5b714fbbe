using System.Text.Json.Serialization;

namespace k8s.Models;

public partial record V1Container
{
    [JsonPropertyName("args")]
    public IList<string> Args { get; set; }

    [JsonPropertyName("command")]
    public IList<string> Command { get; set; }

    [JsonPropertyName("env")]
    public IList<V1EnvVar> Env { get; set; }

    [JsonPropertyName("image")]
    public string Image { get; set; }

    [JsonPropertyName("imagePullPolicy")]
    public string ImagePullPolicy { get; set; }

    [JsonPropertyName("name")]
    public string Name { get; set; }

    [JsonPropertyName("workingDir")]
    public string WorkingDir { get; set; }
}
