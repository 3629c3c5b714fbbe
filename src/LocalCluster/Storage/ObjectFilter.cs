using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;
using NodeTasker.TaskModel;

namespace NodeTasker.LocalCluster.Storage;

/// <summary>Which objects a list or watch is about. An empty namespace is every namespace.</summary>
/// <param name="Name">The only name that matches; null for any.</param>
internal sealed record ObjectFilter(
    ResourceKind Kind,
    string Namespace,
    string? Name,
    LabelSelector Labels,
    IReadOnlyList<FieldRequirement> Fields
)
{
    /// <summary>Whether it selects within its namespace.</summary>
    public bool IsSelective => Name is not null || !Labels.IsEverything || Fields.Count > 0;

    public static ObjectFilter Of(ApiRequest request)
    {
        if (!LabelSelector.TryParse(request["labelSelector"] ?? "", out var labels, out var error))
            throw ApiException.BadRequest($"unable to parse requirement: {error}");

        var fields = (request["fieldSelector"] ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(FieldRequirement.Parse)
            .ToList();
        string[] scope = request.Kind.IsNamespaced ? ["metadata.namespace"] : [];
        string[] known = ["metadata.name", .. scope, .. request.Kind.SelectableFields];
        if (fields.Find(requirement => !known.Contains(requirement.Field)) is { } unknown)
            throw ApiException.BadRequest(
                $"\"{unknown.Field}\" is not a known field selector: only {string.Join(", ", known.Select(JsonText.Quote))}"
            );

        var name = fields.Find(requirement => requirement is { Field: "metadata.name", IsEqual: true })?.Value;
        return new ObjectFilter(request.Kind, request.Namespace, name, labels, fields);
    }

    public bool Matches(StoredObject candidate)
    {
        if ((Namespace.Length > 0 && candidate.Namespace != Namespace) || (Name is not null && candidate.Name != Name))
            return false;
        if (!Labels.Matches(candidate.Labels))
            return false;
        return Fields.Count == 0 || Fields.All(requirement => requirement.Matches(candidate));
    }
}

/// <summary>A part of a field selector, as <c>metadata.name=a</c> or <c>type!=b</c>.</summary>
internal sealed record FieldRequirement(string Field, bool IsEqual, string Value)
{
    public static FieldRequirement Parse(string term)
    {
        foreach (var (sign, isEqual) in new[] { ("!=", false), ("==", true), ("=", true) })
        {
            if (term.IndexOf(sign, StringComparison.Ordinal) is >= 0 and var at)
                return new FieldRequirement(term[..at], isEqual, term[(at + sign.Length)..]);
        }

        throw ApiException.BadRequest($"invalid selector: '{term}'; can't understand '{term}'");
    }

    public bool Matches(StoredObject candidate)
    {
        var actual = Field switch
        {
            "metadata.name" => candidate.Name,
            "metadata.namespace" => candidate.Namespace,
            "source" => candidate.ToNode().Text("source", "component"),
            "spec.unschedulable" => candidate.ToNode().Text("spec", "unschedulable") is "true" ? "true" : "false",
            _ => candidate.ToNode().Text(Field.Split('.')),
        };
        return actual == Value == IsEqual;
    }
}
