using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Objects;

namespace NodeTasker.LocalCluster.Ownership;

/// <summary>
/// An entry of <c>metadata.managedFields</c>: who owns what. Appliers and updaters of the same name are different managers.
/// </summary>
/// <param name="Fields">See <see cref="FieldSet"/>.</param>
internal sealed record ManagerEntry(
    string Manager,
    bool IsApply,
    string ApiVersion,
    string Subresource,
    string Time,
    HashSet<string> Fields
)
{
    public bool IsSameManager(ManagerEntry other) =>
        Manager == other.Manager
        && IsApply == other.IsApply
        && Subresource == other.Subresource
        && (IsApply || ApiVersion == other.ApiVersion);

    /// <summary>As messages name it.</summary>
    public string Display =>
        (Subresource.Length > 0 ? $"\"{Manager}\" with subresource \"{Subresource}\"" : $"\"{Manager}\"")
        + (IsApply ? "" : $" using {ApiVersion}");

    public JsonObject ToJson() =>
        new()
        {
            ["manager"] = Manager,
            ["operation"] = IsApply ? "Apply" : "Update",
            ["apiVersion"] = ApiVersion,
            ["time"] = Time.Length > 0 ? Time : null,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = FieldSet.ToJson(Fields),
            ["subresource"] = Subresource,
        };

    public static List<ManagerEntry> ReadAll(JsonObject value) =>
        [
            .. value
                .Metadata()
                .Objects("managedFields")
                .Select(json => new ManagerEntry(
                    json.Text("manager"),
                    json.Text("operation") == "Apply",
                    json.Text("apiVersion"),
                    json.Text("subresource"),
                    json.Text("time"),
                    [.. FieldSet.FromJson(json["fieldsV1"] as JsonObject ?? [])]
                )),
        ];

    public static JsonArray ToJson(IEnumerable<ManagerEntry> entries) =>
        entries
            .OrderBy(entry => entry.IsApply ? 0 : 1)
            .ThenBy(entry => entry.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager, StringComparer.Ordinal)
            .ThenBy(entry => entry.ApiVersion, StringComparer.Ordinal)
            .ThenBy(entry => entry.Subresource, StringComparer.Ordinal)
            .Select(entry => entry.ToJson())
            .ToJsonArray();
}
