using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.ManagedFields;

/// <summary>An entry of <c>metadata.managedFields</c>: who owns what. Appliers and updaters of the same name are different managers.</summary>
internal sealed record ManagerEntry(string Manager, bool IsApply, string ApiVersion, string Subresource, string Time, FieldSet Fields)
{
    public bool IsSameManager(ManagerEntry other) =>
        Manager == other.Manager
        && IsApply == other.IsApply
        && Subresource == other.Subresource
        && (IsApply || ApiVersion == other.ApiVersion);

    /// <summary>As messages name it.</summary>
    public string Display
    {
        get
        {
            var text = Subresource.Length > 0 ? $"\"{Manager}\" with subresource \"{Subresource}\"" : $"\"{Manager}\"";
            return IsApply ? text : $"{text} using {ApiVersion}";
        }
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["manager"] = Manager,
            ["operation"] = IsApply ? "Apply" : "Update",
            ["apiVersion"] = ApiVersion,
        };
        if (Time.Length > 0)
            json["time"] = Time;
        json["fieldsType"] = "FieldsV1";
        json["fieldsV1"] = Fields.ToJson();
        if (Subresource.Length > 0)
            json["subresource"] = Subresource;
        return json;
    }

    public static ManagerEntry FromJson(JsonObject json) =>
        new(
            json.Text("manager"),
            json.Text("operation") == "Apply",
            json.Text("apiVersion"),
            json.Text("subresource"),
            json.Text("time"),
            FieldSet.FromJson(json["fieldsV1"] as JsonObject ?? [])
        );
}
