using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace NodeTasker.Testing;

/// <summary>The Kubernetes API as plain HTTP and JSON, for tests: it shares no code with what is tested.</summary>
public sealed class KubeApi : IDisposable
{
    /// <summary>The user agent of the tests' own requests.</summary>
    public const string UserAgent = "node-tasker-tests";

    private readonly HttpClient _http;

    /// <summary>Speaks as the admin, or as the holder of <paramref name="token"/>.</summary>
    public KubeApi(ApiServer server, string? token = null, string userAgent = UserAgent)
    {
        ArgumentNullException.ThrowIfNull(server);
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        handler.SslOptions.CertificateChainPolicy = Trusting(X509Certificate2.CreateFromPem(server.CertificateAuthority));

        _http = new HttpClient(handler) { BaseAddress = server.Url, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? server.Token);
    }

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync("readyz", cancellationToken);
        return response.IsSuccessStatusCode;
    }

    /// <summary>The object at <paramref name="path"/>; null when there is none.</summary>
    public async Task<JsonObject?> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(path, cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, cancellationToken);
    }

    public Task<JsonObject> PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, "application/json", cancellationToken);

    public Task<JsonObject> PutAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, path, body, "application/json", cancellationToken);

    public Task<JsonObject> MergePatchAsync(string path, JsonObject patch, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, path, patch, "application/merge-patch+json", cancellationToken);

    /// <summary>Server-side apply, by force.</summary>
    public Task<JsonObject> ApplyAsync(string path, JsonObject body, string fieldManager, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Patch,
            $"{path}?fieldManager={fieldManager}&force=true",
            body,
            "application/apply-patch+yaml",
            cancellationToken
        );

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.DeleteAsync(path, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound)
            await ReadAsync(response, cancellationToken);
    }

    /// <summary>The lines of a watch, as they come.</summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(
        string path,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
            yield return JsonNode.Parse(line)!.AsObject();
    }

    public void Dispose() => _http.Dispose();

    private static X509ChainPolicy Trusting(X509Certificate2 authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        return policy;
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text)!.AsObject()
            : throw new HttpRequestException(
                $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri}: {(int)response.StatusCode} {text}",
                null,
                response.StatusCode
            );
    }

    private async Task<JsonObject> SendAsync(
        HttpMethod method,
        string path,
        JsonObject body,
        string contentType,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(contentType)),
        };
        using var response = await _http.SendAsync(request, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }
}
