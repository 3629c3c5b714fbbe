namespace NodeTasker.HostAgent.Hosting;

/// <summary>
/// Bounds what one answer of the API may make the agent hold, whoever answers in its place: far more than any object has, far less than would
/// hurt a node. A watch is no answer that ends: each of its lines is bounded.
/// </summary>
internal sealed class BoundedAnswers : DelegatingHandler
{
    private const long LongestAnswer = 8 << 20;
    private const long LongestError = 64 << 10;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var isWatch = request.RequestUri?.Query.Contains("watch=true", StringComparison.OrdinalIgnoreCase) ?? false;
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        // Of an error the beginning says what it is; of anything else a part is worse than nothing.
        var bounded = new StreamContent(
            response.IsSuccessStatusCode
                ? new BoundedStream(body, LongestAnswer, throws: true, perLine: isWatch)
                : new BoundedStream(body, LongestError, throws: false)
        );
        foreach (var (name, values) in response.Content.Headers.Where(header => header.Key != "Content-Length"))
            bounded.Headers.TryAddWithoutValidation(name, values);
        response.Content = bounded;
        return response;
    }
}
