using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Autorest;

namespace NodeTasker.Cluster;

/// <summary>The API's client, with watches: the answer to one is left unread, for <see cref="WatchReading"/>.</summary>
public sealed class ApiClient(KubernetesClientConfiguration configuration, params DelegatingHandler[] handlers)
    : Kubernetes(configuration, handlers)
{
    private readonly JsonSerializerOptions _json = configuration.JsonSerializerOptions;

    /// <inheritdoc/>
    protected override async Task<HttpOperationResponse<T>> CreateResultAsync<T>(
        HttpRequestMessage httpRequest,
        HttpResponseMessage httpResponse,
        bool? watch,
        CancellationToken cancellationToken
    )
    {
        var result = new HttpOperationResponse<T> { Request = httpRequest, Response = httpResponse };
        if (watch == true)
            return result;

        await using var body = await httpResponse.Content.ReadAsStreamAsync(cancellationToken);
        result.Body = (await JsonSerializer.DeserializeAsync(body, (JsonTypeInfo<T>)_json.GetTypeInfo(typeof(T)), cancellationToken))!;
        return result;
    }
}
