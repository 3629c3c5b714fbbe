using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Schema;

/// <summary>The fields of an object that the server itself reads and writes.</summary>
internal static class ObjectAccess
{
    public static JsonObject Metadata(this JsonObject value)
    {
        if (value["metadata"] is JsonObject metadata)
            return metadata;
        var created = new JsonObject();
        value["metadata"] = created;
        return created;
    }

    /// <summary>The text of a field of the metadata, empty when it is not there.</summary>
    public static string Meta(this JsonObject value, string field) => value.Metadata()[field]?.GetValue<string>() ?? "";

    public static string Name(this JsonObject value) => value.Meta("name");

    public static string Text(this JsonObject value, params ReadOnlySpan<string> path)
    {
        JsonNode? node = value;
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return node switch
        {
            null => "",
            JsonValue scalar when scalar.TryGetValue<string>(out var text) => text,
            _ => node.ToJsonString(),
        };
    }

    public static IEnumerable<KeyValuePair<string, string>> TextMap(this JsonObject value, string field) =>
        value[field] is JsonObject map ? map.Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.GetValue<string>() ?? "")) : [];
}
