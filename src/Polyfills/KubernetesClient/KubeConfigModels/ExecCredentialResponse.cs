using System.Text.Json.Serialization;

namespace k8s.KubeConfigModels;

/// <summary>What an exec plugin prints: an ExecCredential of client.authentication.k8s.io.</summary>
public class ExecCredentialResponse
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; }

    [JsonPropertyName("status")]
    public ExecStatus Status { get; set; }

    public class ExecStatus
    {
        [JsonPropertyName("expirationTimestamp")]
        public DateTime? ExpirationTimestamp { get; set; }

        [JsonPropertyName("token")]
        public string Token { get; set; }

        /// <summary>PEM, not base64 of it.</summary>
        [JsonPropertyName("clientCertificateData")]
        public string ClientCertificateData { get; set; }

        [JsonPropertyName("clientKeyData")]
        public string ClientKeyData { get; set; }

        public bool IsValid() => !string.IsNullOrEmpty(Token) || (!string.IsNullOrEmpty(ClientCertificateData) && !string.IsNullOrEmpty(ClientKeyData));
    }
}
