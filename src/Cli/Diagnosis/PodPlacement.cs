using System.Globalization;
using System.Text.Json.Nodes;
using NodeTasker.Rollouts;

namespace NodeTasker.Cli.Diagnosis;

/// <summary>The nodes that a DaemonSet is for, by its nodeSelector and its required node affinity.</summary>
/// <param name="podSpec">Of its template.</param>
internal sealed class PodPlacement(JsonNode? podSpec)
{
    /// <summary>Whether <paramref name="node"/> is one of them.</summary>
    public bool Includes(NodeFacts node) =>
        (podSpec?["nodeSelector"]?.AsObject() ?? []).All(label =>
            node.Labels.TryGetValue(label.Key, out var value) && value == (string?)label.Value
        )
        && (
            podSpec?["affinity"]?["nodeAffinity"]?["requiredDuringSchedulingIgnoredDuringExecution"]?["nodeSelectorTerms"]
                is not JsonArray terms
            || terms.Any(term => IsMet(term, node))
        );

    // A term that asks for nothing means no node.
    private static bool IsMet(JsonNode? term, NodeFacts node)
    {
        var labels = term?["matchExpressions"]?.AsArray() ?? [];
        var fields = term?["matchFields"]?.AsArray() ?? [];
        return labels.Count + fields.Count > 0
            && labels.All(label => IsMet(label, node.Labels.GetValueOrDefault((string?)label?["key"] ?? "")))
            && fields.All(field => IsMet(field, node.Name));
    }

    private static bool IsMet(JsonNode? requirement, string? value)
    {
        List<string?> values = [.. (requirement?["values"]?.AsArray() ?? []).Select(item => (string?)item)];
        return (string?)requirement?["operator"] switch
        {
            "In" => value is not null && values.Contains(value),
            "NotIn" => value is null || !values.Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            "Gt" => Number(value) > Number(values.FirstOrDefault()),
            "Lt" => Number(value) < Number(values.FirstOrDefault()),
            _ => false,
        };
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
