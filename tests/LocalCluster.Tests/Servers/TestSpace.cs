using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Tests.Servers;

/// <summary>A namespace of a test, and raw requests to its server.</summary>
internal sealed class TestSpace(ApiServer server, string name)
{
    public const string MergePatch = "application/merge-patch+json";
    public const string JsonPatch = "application/json-patch+json";
    public const string StrategicPatch = "application/strategic-merge-patch+json";
    public const string ApplyPatch = "application/apply-patch+yaml";

    public ApiServer Server => server;

    public string Name => name;

    /// <summary>The path of the ConfigMaps of this namespace.</summary>
    public string ConfigMaps => $"/api/v1/namespaces/{name}/configmaps";

    public string Leases => $"/apis/coordination.k8s.io/v1/namespaces/{name}/leases";

    public async Task<ApiAnswer> SendAsync(
        HttpMethod method,
        string path,
        string? body = null,
        string contentType = "application/json",
        string? accept = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (accept is not null)
            Assert.True(request.Headers.TryAddWithoutValidation("Accept", accept));
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body))
            {
                Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) },
            };
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var warnings = response.Headers.TryGetValues("Warning", out var values) ? values.ToList() : [];
        return new ApiAnswer((int)response.StatusCode, text, warnings);
    }

    public Task<ApiAnswer> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, accept: accept);

    public Task<ApiAnswer> PostAsync(string path, string body, string contentType = "application/json") =>
        SendAsync(HttpMethod.Post, path, body, contentType);

    public Task<ApiAnswer> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public Task<ApiAnswer> PatchAsync(string path, string contentType, string body) => SendAsync(HttpMethod.Patch, path, body, contentType);

    public Task<ApiAnswer> DeleteAsync(string path, string? body = null) => SendAsync(HttpMethod.Delete, path, body);

    /// <summary>Creates a ConfigMap and returns it; <paramref name="rest"/> is what comes beside its metadata.</summary>
    public async Task<JsonObject> CreateAsync(string configMap, string metadata = "", string rest = """ "data":{"key":"value"} """)
    {
        var answer = await PostAsync(ConfigMaps, $$"""{"metadata":{"name":"{{configMap}}"{{metadata}}},{{rest}}}""");
        Assert.True(answer.Code == 201, answer.Text);
        return answer.Body;
    }

    public Task<WatchReader> WatchAsync(string path, string? accept = null) => WatchReader.OpenAsync(server.Client, path, accept);
}
