using System.Text.Json.Nodes;

namespace NodeTasker.Testing;

/// <summary>The requests that an API server got, by what it wrote into its audit log, or by what passed through a proxy.</summary>
public static class RequestLog
{
    /// <summary>Requests of others than tests and kubectl whose path contains <paramref name="part"/>: <c>GET /api/v1/…</c>, each once.</summary>
    public static IReadOnlyList<string> Read(ApiServer server, string part)
    {
        ArgumentNullException.ThrowIfNull(server);
        var path = server.AuditLogPath ?? throw new NotSupportedException($"{server.Kind} writes no audit log; count with a proxy.");
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var seen = new Dictionary<string, string>();
        while (file.ReadLine() is { } line)
        {
            if (!line.Contains(part, StringComparison.Ordinal) || !line.EndsWith('}')) continue;
            var entry = JsonNode.Parse(line)!;
            var uri = (string)entry["requestURI"]!;
            var agent = (string?)entry["userAgent"] ?? "";
            if (!uri.Contains(part, StringComparison.Ordinal)) continue;
            if (agent.StartsWith(KubeApi.UserAgent, StringComparison.Ordinal) || agent.StartsWith("kubectl", StringComparison.Ordinal)) continue;
            seen.TryAdd((string)entry["auditID"]!, $"{Method((string)entry["verb"]!)} {uri}");
        }

        return [.. seen.Values];
    }

    private static string Method(string verb) => verb switch
    {
        "get" or "list" or "watch" => "GET",
        "create" => "POST",
        "update" => "PUT",
        _ => verb.ToUpperInvariant(),
    };
}
