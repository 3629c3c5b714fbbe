using System.Text.Json.Serialization;

namespace k8s.Models;

public partial record V1UserInfo
{
    [JsonPropertyName("extra")]
    public IDictionary<string, IList<string>> Extra { get; set; }

    [JsonPropertyName("groups")]
    public IList<string> Groups { get; set; }

    [JsonPropertyName("uid")]
    public string Uid { get; set; }

    [JsonPropertyName("username")]
    public string Username { get; set; }
}
