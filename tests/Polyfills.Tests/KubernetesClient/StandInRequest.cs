using System.Globalization;
using System.Text;

namespace NodeTasker.Polyfills.Tests.KubernetesClient;

/// <summary>A request as it was on the wire.</summary>
internal sealed record StandInRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? ClientCertificate { get; init; }

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public static async Task<StandInRequest?> ReadAsync(Stream stream, CancellationToken token)
    {
        if (await LineAsync(stream, token) is not { Length: > 0 } start) return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(stream, token) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':');
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, token);
        var parts = start.Split(' ');
        return new StandInRequest(parts[0], parts[1], headers, Encoding.UTF8.GetString(body));
    }

    private static async Task<string?> LineAsync(Stream stream, CancellationToken token)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, token) == 1)
        {
            if (one[0] == '\n') return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }

        return null;
    }
}
