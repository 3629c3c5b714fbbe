using System.Text;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;

namespace NodeTasker.LocalCluster.Ownership;

/// <summary>
/// The fields of an object as a set of paths. A path's elements are those of <c>fieldsV1</c>, <c>f:name</c>, <c>k:{"uid":"…"}</c> and
/// <c>v:"…"</c>, with line feeds between them.
/// </summary>
internal static class FieldSet
{
    private const char Separator = '\n';

    private static readonly HashSet<string> Ownerless =
    [
        "f:apiVersion",
        "f:kind",
        "f:metadata",
        .. ((string[])["name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "resourceVersion"]).Select(name =>
            $"f:metadata\nf:{name}"
        ),
    ];

    /// <summary>
    /// All fields of an object, with the text of those that have no parts which are owned by themselves, and null for the others.
    /// </summary>
    public static Dictionary<string, string?> Flatten(JsonObject value, Shape shape)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        Flatten(value, shape, "", fields);
        return fields;
    }

    /// <summary>What an applier of these fields owns: the leaves, and the items of lists.</summary>
    public static IEnumerable<string> Applied(Dictionary<string, string?> fields) =>
        fields
            .Where(field => field.Value is not null || ElementOf(field.Key).StartsWith("k:", StringComparison.Ordinal))
            .Select(field => field.Key);

    /// <summary>Whether somebody can own it: not identity, versions and the like.</summary>
    public static bool IsOwned(string path) => !Ownerless.Contains(path);

    public static string Join(string path, string element) => path.Length == 0 ? element : path + Separator + element;

    /// <summary>The element of a list's item.</summary>
    public static string Item(JsonNode? item, string key) =>
        item is JsonObject map
            ? $"k:{JsonText.Text(new JsonObject { [key] = map[key]?.DeepClone() })}"
            : $"v:{(item is null ? "null" : JsonText.Text(item))}";

    /// <summary>A path and all that it lies in.</summary>
    public static IEnumerable<string> WithParents(string path)
    {
        for (var end = path.IndexOf(Separator); end >= 0; end = path.IndexOf(Separator, end + 1))
            yield return path[..end];
        yield return path;
    }

    public static JsonObject ToJson(IEnumerable<string> paths)
    {
        var root = new JsonObject();
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            var node = root;
            foreach (var element in path.Split(Separator))
            {
                if (node[element] is not JsonObject child)
                    node[element] = child = [];
                node = child;
            }

            // Marks one that others lie in, as they come after it; taken away from the others below.
            node["."] = new JsonObject();
        }

        Unmark(root);
        return root;
    }

    public static IEnumerable<string> FromJson(JsonObject json, string path = "")
    {
        if (path.Length > 0 && (json.Count == 0 || json.ContainsKey(".")))
            yield return path;
        foreach (var (element, child) in json.Where(entry => entry.Key != "."))
        {
            foreach (var below in FromJson(child as JsonObject ?? [], Join(path, element)))
                yield return below;
        }
    }

    /// <summary>A path as messages show it: <c>.metadata.ownerReferences[uid="…"]</c>.</summary>
    public static string Display(string path)
    {
        var text = new StringBuilder();
        foreach (var element in path.Split(Separator))
        {
            if (element.StartsWith("f:", StringComparison.Ordinal))
                text.Append('.').Append(element, 2, element.Length - 2);
            else if (element.StartsWith("v:", StringComparison.Ordinal))
                text.Append("[=").Append(element, 2, element.Length - 2).Append(']');
            else
                foreach (var (key, value) in JsonText.ParseObject(Encoding.UTF8.GetBytes(element[2..])))
                    text.Append('[').Append(key).Append('=').Append(value is null ? "null" : JsonText.Text(value)).Append(']');
        }

        return text.ToString();
    }

    private static void Flatten(JsonNode? value, Shape shape, string path, Dictionary<string, string?> fields)
    {
        var children = (shape.IsMerged, value) switch
        {
            (true, JsonObject map) => map.Select(field => ($"f:{field.Key}", field.Value, shape.Find(field.Key)!)).ToList(),
            (true, JsonArray list) => list.Select(item => (Item(item, shape.Key!), item, shape.Item!)).ToList(),
            _ => [],
        };
        if (path.Length > 0)
            fields[path] = children.Count > 0 ? null : value?.ToJsonString() ?? "";
        foreach (var (element, child, childShape) in children)
            Flatten(child, childShape, Join(path, element), fields);
    }

    private static void Unmark(JsonObject node)
    {
        if (node.Count == 1)
            node.Remove(".");
        foreach (var (_, child) in node)
            Unmark((JsonObject)child!);
    }

    private static string ElementOf(string path) => path[(path.LastIndexOf(Separator) + 1)..];
}
