using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;

namespace NodeTasker.Cli.Connecting;

/// <summary>The API for what the client has no operations for.</summary>
internal static class RawApi
{
    private const int PageSize = 500;
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Reads <paramref name="path"/>, as <c>apis/apps/v1/…</c>.</summary>
    /// <exception cref="HttpOperationException">The server refuses.</exception>
    public static Task<JsonObject> GetAsync(Kubernetes client, string path, CancellationToken cancellationToken) =>
        SendAsync(client, HttpMethod.Get, path, null, null, cancellationToken);

    /// <summary>Posts <paramref name="body"/> to <paramref name="path"/>.</summary>
    /// <exception cref="HttpOperationException">The server refuses.</exception>
    public static Task<JsonObject> PostAsync(Kubernetes client, string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(client, HttpMethod.Post, path, body, null, cancellationToken);

    /// <summary>The items of the list at <paramref name="path"/>, which has a query, page by page.</summary>
    /// <exception cref="HttpOperationException">The server refuses.</exception>
    public static async IAsyncEnumerable<JsonNode> ListAsync(
        Kubernetes client,
        string path,
        bool metadataOnly,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var accept = metadataOnly ? "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1" : null;
        string? next = null;
        do
        {
            var page = await SendAsync(
                client,
                HttpMethod.Get,
                $"{path}&limit={PageSize}{(next is null ? "" : $"&continue={Uri.EscapeDataString(next)}")}",
                null,
                accept,
                cancellationToken
            );
            foreach (var item in page["items"]?.AsArray() ?? [])
                yield return item!;
            next = (string?)page["metadata"]?["continue"];
        } while (next is { Length: > 0 });
    }

    private static async Task<JsonObject> SendAsync(
        Kubernetes client,
        HttpMethod method,
        string path,
        JsonObject? body,
        string? accept,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(client.BaseUri, path));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, Json);
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        if (client.Credentials is { } credentials)
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);

        using var response = await client.HttpClient.SendAsync(request, cancellationToken);
        var content = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
            return JsonNode.Parse(content)!.AsObject();

        throw new HttpOperationException($"{method} {path}: {(int)response.StatusCode}")
        {
            Request = new HttpRequestMessageWrapper(request, ""),
            Response = new HttpResponseMessageWrapper(response, content),
        };
    }
}
