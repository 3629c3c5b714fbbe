using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;
using NodeTasker.LocalCluster.Storage;

namespace NodeTasker.LocalCluster.Selectors;

/// <summary>A parsed field selector: <c>metadata.name=a,type!=b</c>. An empty one matches everything.</summary>
internal sealed record FieldSelector(IReadOnlyList<FieldRequirement> Requirements)
{
    public static FieldSelector Everything { get; } = new([]);

    public bool IsEmpty => Requirements.Count == 0;

    /// <summary>The only name that can match; null when there are several.</summary>
    public string? ExactName => Requirements.FirstOrDefault(requirement => requirement is { Field: "metadata.name", IsEqual: true })?.Value;

    public bool Matches(StoredObject candidate)
    {
        foreach (var requirement in Requirements)
        {
            if (!requirement.Matches(candidate))
                return false;
        }

        return true;
    }

    public static FieldSelector Parse(string? text, ResourceKind kind)
    {
        if (string.IsNullOrEmpty(text))
            return Everything;

        var requirements = text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(FieldRequirement.Parse).ToList();
        foreach (var requirement in requirements)
        {
            if (
                requirement.Field is "metadata.name"
                || (requirement.Field is "metadata.namespace" && kind.Namespaced)
                || kind.SelectableFields.Contains(requirement.Field)
            )
                continue;

            throw ApiErrors.BadRequest(
                kind.SelectableFields.Count == 0
                    ? $"\"{requirement.Field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                    : $"field label not supported: {requirement.Field}"
            );
        }

        return new FieldSelector(requirements);
    }
}
