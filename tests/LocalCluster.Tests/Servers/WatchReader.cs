using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Tests.Servers;

/// <summary>Reads the lines of a watch.</summary>
internal sealed class WatchReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private WatchReader(HttpResponseMessage response, StreamReader lines)
    {
        _response = response;
        _lines = lines;
    }

    public int Code => (int)_response.StatusCode;

    public static async Task<WatchReader> OpenAsync(HttpClient client, string path, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return new WatchReader(response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>The next event; null when the watch has ended.</summary>
    public async Task<JsonObject?> NextAsync() =>
        await _lines.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } line ? JsonNode.Parse(line)!.AsObject() : null;

    /// <summary>The next event as <c>TYPE name</c>.</summary>
    public async Task<string> NextNameAsync()
    {
        var next = await NextAsync();
        return next is null ? "end" : $"{next["type"]} {next["object"]!["metadata"]!["name"]}";
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
