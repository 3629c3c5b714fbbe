using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Autorest;

namespace NodeTasker.Cluster;

/// <summary>The API's client: the package's operations, and below them any path.</summary>
public sealed class ApiClient(ClientConfiguration configuration, params DelegatingHandler[] handlers)
    : Kubernetes(configuration.ForPackage(), [.. handlers, new Authentication(configuration)])
{
    private static readonly JsonSerializerOptions Json = new KubernetesClientConfiguration().JsonSerializerOptions;

    /// <summary>Reads <paramref name="path"/>, as <c>apis/apps/v1/…</c>; null where the server answers with JSON's <c>null</c>.</summary>
    /// <exception cref="HttpOperationException">The server refuses.</exception>
    public async Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> json, string accept, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(HttpClientTimeout);
        using var response = await SendAsync(HttpMethod.Get, path, accept, null, timeout.Token);
        await using var body = await response.Content.ReadAsStreamAsync(timeout.Token);
        return await JsonSerializer.DeserializeAsync(body, json, timeout.Token);
    }

    /// <summary>Sends a request; the body of the answer is yet to be read, for however long that takes.</summary>
    /// <exception cref="HttpOperationException">The server refuses.</exception>
    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string accept,
        HttpContent? content,
        CancellationToken cancellationToken
    )
    {
        var request = new HttpRequestMessage(method, new Uri(BaseUri, path))
        {
            Version = System.Net.HttpVersion.Version20,
            Content = content,
        };
        request.Headers.Accept.ParseAdd(accept);
        return SendRequestRaw("", request, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task<HttpOperationResponse<T>> CreateResultAsync<T>(
        HttpRequestMessage httpRequest,
        HttpResponseMessage httpResponse,
        bool? watch,
        CancellationToken cancellationToken
    )
    {
        await using var body = await httpResponse.Content.ReadAsStreamAsync(cancellationToken);
        var type = (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T));
        return new HttpOperationResponse<T>
        {
            Request = httpRequest,
            Response = httpResponse,
            Body = (await JsonSerializer.DeserializeAsync(body, type, cancellationToken))!,
        };
    }
}
