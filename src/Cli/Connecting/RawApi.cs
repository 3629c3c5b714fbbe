using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;

namespace NodeTasker.Cli.Connecting;

/// <summary>The API for what the client has no operations for.</summary>
internal static class RawApi
{
    private static readonly MediaTypeHeaderValue _json = new("application/json");

    /// <summary>Reads <paramref name="path"/>, as <c>apis/apps/v1/…</c>.</summary>
    /// <exception cref="HttpOperationException">The server refuses.</exception>
    public static Task<JsonObject> GetAsync(Kubernetes client, string path, CancellationToken cancellationToken) =>
        SendAsync(client, HttpMethod.Get, path, null, cancellationToken);

    /// <summary>Posts <paramref name="body"/> to <paramref name="path"/>.</summary>
    /// <exception cref="HttpOperationException">The server refuses.</exception>
    public static Task<JsonObject> PostAsync(Kubernetes client, string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(client, HttpMethod.Post, path, body, cancellationToken);

    private static async Task<JsonObject> SendAsync(Kubernetes client, HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(client.BaseUri, path));
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, _json);
        if (client.Credentials is { } credentials) await credentials.ProcessHttpRequestAsync(request, cancellationToken);

        using var response = await client.HttpClient.SendAsync(request, cancellationToken);
        var content = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.IsSuccessStatusCode) return JsonNode.Parse(content)!.AsObject();

        throw new HttpOperationException($"{method} {path}: {(int)response.StatusCode}")
        {
            Request = new HttpRequestMessageWrapper(request, ""),
            Response = new HttpResponseMessageWrapper(response, content),
        };
    }
}
