using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Objects;

/// <summary>The fields of an object that the server itself reads and writes.</summary>
internal static class ObjectAccess
{
    public static JsonObject Metadata(this JsonObject value)
    {
        if (value["metadata"] is not JsonObject metadata)
            value["metadata"] = metadata = [];
        return metadata;
    }

    /// <summary>The text of a field of the metadata, empty when it is not there.</summary>
    public static string Meta(this JsonObject value, string field) => value.Text("metadata", field);

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
        value[field] is JsonObject map ? map.Select(entry => KeyValuePair.Create(entry.Key, map.Text(entry.Key))) : [];

    public static IEnumerable<JsonObject> Objects(this JsonObject value, string field) =>
        value[field] is JsonArray list ? list.OfType<JsonObject>() : [];

    public static IEnumerable<string> Finalizers(this JsonObject value) =>
        value.Metadata()["finalizers"] is JsonArray list ? list.Select(item => item!.GetValue<string>()) : [];

    /// <summary>Takes the value that <paramref name="source"/> has, or has not.</summary>
    public static void Take(this JsonObject target, JsonObject source, string field)
    {
        target.Remove(field);
        if (source[field] is { } value)
            target[field] = value.DeepClone();
    }

    /// <summary>
    /// An array whose items are <paramref name="items"/>; unlike a collection expression it needs no code made at run time.
    /// </summary>
    public static JsonArray ToJsonArray(this IEnumerable<JsonNode?> items) => new([.. items]);
}
