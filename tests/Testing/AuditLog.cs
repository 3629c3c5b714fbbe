using System.Text.Json.Nodes;

namespace NodeTasker.Testing;

/// <summary>The requests to kube-apiserver, as its audit log tells them.</summary>
internal static class AuditLog
{
    public const string Policy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
        - level: Metadata

        """;

    /// <summary>Each request once, though a watch has a line for its begin and one for its end.</summary>
    public static IReadOnlyList<string> Read(string path, string part)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var seen = new Dictionary<string, string>();
        while (file.ReadLine() is { } line)
        {
            if (!line.Contains(part, StringComparison.Ordinal) || !line.EndsWith('}'))
                continue;
            var entry = JsonNode.Parse(line)!;
            var uri = (string)entry["requestURI"]!;
            if (!uri.Contains(part, StringComparison.Ordinal) || ApiServer.IsOfTests((string?)entry["userAgent"] ?? ""))
                continue;
            seen.TryAdd((string)entry["auditID"]!, $"{Method((string)entry["verb"]!)} {uri}");
        }

        return [.. seen.Values];
    }

    private static string Method(string verb) =>
        verb switch
        {
            "get" or "list" or "watch" => "GET",
            "create" => "POST",
            "update" => "PUT",
            _ => verb.ToUpperInvariant(),
        };
}
