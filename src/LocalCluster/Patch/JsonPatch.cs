using System.Globalization;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Patch;

/// <summary>JSON patch, RFC 6902.</summary>
internal static class JsonPatch
{
    private const int OperationsLimit = 10_000;

    public static JsonObject Apply(JsonObject target, JsonArray operations)
    {
        if (operations.Count > OperationsLimit)
            throw new ApiException(
                413,
                "RequestEntityTooLarge",
                $"The allowed maximum operations in a JSON patch is {OperationsLimit}, got {operations.Count}"
            );

        foreach (var node in operations)
        {
            var operation = node as JsonObject ?? throw ApiErrors.BadRequest("error decoding patch: an operation is no object");
            ApplyOne(target, operation);
        }

        return target;
    }

    private static void ApplyOne(JsonObject target, JsonObject operation)
    {
        var path = operation.Text("path");
        switch (operation.Text("op"))
        {
            case "add":
                Add(target, path, operation["value"]?.DeepClone());
                break;
            case "replace":
                Find(target, path, "replace");
                Replace(target, path, operation["value"]?.DeepClone());
                break;
            case "remove":
                Remove(target, path);
                break;
            case "copy":
                Add(target, path, Find(target, operation.Text("from"), "copy")?.DeepClone());
                break;
            case "move":
                var moved = Find(target, operation.Text("from"), "move")?.DeepClone();
                Remove(target, operation.Text("from"));
                Add(target, path, moved);
                break;
            case "test":
                if (!JsonNode.DeepEquals(FindOrNull(target, path), operation["value"]))
                    throw Rejected($"testing value {path} failed: test failed");
                break;
            default:
                throw Rejected($"Unexpected kind: {operation.Text("op")}");
        }
    }

    private static void Add(JsonObject target, string path, JsonNode? value)
    {
        var (parent, last) = Parent(target, path, "add");
        if (parent is JsonArray list)
            list.Insert(last == "-" ? list.Count : Index(list, last, list.Count, path), value);
        else
            ((JsonObject)parent)[last] = value;
    }

    private static void Replace(JsonObject target, string path, JsonNode? value)
    {
        var (parent, last) = Parent(target, path, "replace");
        if (parent is JsonArray list)
            list[Index(list, last, list.Count - 1, path)] = value;
        else
            ((JsonObject)parent)[last] = value;
    }

    private static void Remove(JsonObject target, string path)
    {
        Find(target, path, "remove");
        var (parent, last) = Parent(target, path, "remove");
        if (parent is JsonArray list)
            list.RemoveAt(Index(list, last, list.Count - 1, path));
        else
            ((JsonObject)parent).Remove(last);
    }

    private static JsonNode? Find(JsonObject target, string path, string operation)
    {
        var (parent, last) = Parent(target, path, operation);
        return parent switch
        {
            JsonArray list => list[Index(list, last, list.Count - 1, path)],
            JsonObject map when map.ContainsKey(last) => map[last],
            _ => throw Rejected($"{operation} operation does not apply: doc is missing key: {path}: missing value"),
        };
    }

    private static JsonNode? FindOrNull(JsonObject target, string path)
    {
        JsonNode? node = target;
        foreach (var part in Split(path))
        {
            node = node switch
            {
                JsonObject map => map[part],
                JsonArray list
                    when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count => list[
                    index
                ],
                _ => null,
            };
        }

        return node;
    }

    private static (JsonNode Parent, string Last) Parent(JsonObject target, string path, string operation)
    {
        var parts = Split(path);
        if (parts.Length == 0)
            throw Rejected($"{operation} operation does not apply: the whole document can't be changed");

        JsonNode? node = target;
        foreach (var part in parts[..^1])
        {
            node = node switch
            {
                JsonObject map => map[part],
                JsonArray list => list[Index(list, part, list.Count - 1, path)],
                _ => null,
            };
        }

        return node is JsonObject or JsonArray
            ? (node, parts[^1])
            : throw Rejected($"{operation} operation does not apply: doc is missing path: \"{path}\": missing value");
    }

    private static int Index(JsonArray list, string text, int max, string path)
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            throw Rejected($"value was not a proper array index: '{text}' in {path}");
        if (index < 0)
            index += list.Count;
        return index >= 0 && index <= max ? index : throw Rejected($"Unable to access invalid index: {text}: invalid index referenced");
    }

    private static string[] Split(string path) =>
        path.Length == 0
            ? []
            :
            [
                .. path.Split('/')
                    .Skip(1)
                    .Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)),
            ];

    private static ApiException Rejected(string why) =>
        new(
            422,
            "Invalid",
            "the server rejected our request due to an error in our request",
            new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = why }) }
        );
}
