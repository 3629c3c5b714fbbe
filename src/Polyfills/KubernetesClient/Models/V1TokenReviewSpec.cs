using System.Text.Json.Serialization;

namespace k8s.Models;

public partial record V1TokenReviewSpec
{
    [JsonPropertyName("audiences")]
    public IList<string> Audiences { get; set; }

    [JsonPropertyName("token")]
    public string Token { get; set; }
}
