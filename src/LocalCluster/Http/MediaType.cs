namespace NodeTasker.LocalCluster.Http;

/// <summary>A media type with its parameters, as in <c>application/json;as=Table;v=v1;g=meta.k8s.io</c>.</summary>
internal sealed record MediaType(string Name, IReadOnlyDictionary<string, string> Parameters)
{
    public string? this[string parameter] => Parameters.GetValueOrDefault(parameter);

    public static MediaType Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parts.Skip(1))
        {
            var pair = part.Split('=', 2);
            parameters[pair[0]] = pair.Length > 1 ? pair[1].Trim('"') : "";
        }

        return new MediaType(parts.Length > 0 ? parts[0].ToUpperInvariant() : "", parameters);
    }

    public static IEnumerable<MediaType> ParseList(string? header) =>
        string.IsNullOrWhiteSpace(header) ? [Parse("*/*")] : header.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Parse);

    /// <summary>Whether JSON would do.</summary>
    public bool TakesJson => Name is "APPLICATION/JSON" or "*/*" or "APPLICATION/*";
}
