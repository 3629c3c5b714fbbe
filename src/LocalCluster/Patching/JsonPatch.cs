using System.Globalization;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;

namespace NodeTasker.LocalCluster.Patching;

/// <summary>JSON patch, RFC 6902.</summary>
internal static class JsonPatch
{
    private const int Limit = 10_000;

    public static JsonObject Apply(JsonObject target, JsonArray operations)
    {
        if (operations.Count > Limit)
            throw ApiException.TooLarge($"The allowed maximum operations in a JSON patch is {Limit}, got {operations.Count}");
        foreach (var operation in operations)
            ApplyOne(target, operation as JsonObject ?? throw ApiException.BadRequest("error decoding patch: an operation is no object"));
        return target;
    }

    private static void ApplyOne(JsonObject target, JsonObject operation)
    {
        var place = new Place(target, operation.Text("path"));
        switch (operation.Text("op"))
        {
            case "add":
                place.Add(operation["value"]);
                break;
            case "replace":
                place.Remove();
                place.Add(operation["value"]);
                break;
            case "remove":
                place.Remove();
                break;
            case "copy":
                place.Add(new Place(target, operation.Text("from")).Value);
                break;
            case "move":
                var from = new Place(target, operation.Text("from"));
                var moved = from.Value?.DeepClone();
                from.Remove();
                new Place(target, operation.Text("path")).Add(moved);
                break;
            case "test" when JsonNode.DeepEquals(place.ValueOrNull, operation["value"]):
                break;
            case "test":
                throw ApiException.PatchRejected($"testing value {operation.Text("path")} failed: test failed");
            default:
                throw ApiException.PatchRejected($"Unexpected kind: {operation.Text("op")}");
        }
    }

    /// <summary>A child of an object or a list, that may not be there.</summary>
    private sealed class Place
    {
        private readonly string _path;
        private readonly JsonNode _parent;
        private readonly string _last;

        public Place(JsonObject root, string path)
        {
            var parts = path.Split('/')
                .Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
                .ToArray();
            _path = path;
            _last = parts[^1];
            JsonNode? node = parts.Length > 1 ? root : null;
            foreach (var part in parts.Skip(1).SkipLast(1))
                node = Child(node, part);
            _parent = node is JsonObject or JsonArray ? node : throw Missing();
        }

        public JsonNode? Value => Exists ? Child(_parent, _last) : throw Missing();

        public JsonNode? ValueOrNull => Child(_parent, _last);

        private bool Exists => _parent is JsonObject map ? map.ContainsKey(_last) : Index(_last, ((JsonArray)_parent).Count) is not null;

        public void Add(JsonNode? value)
        {
            if (_parent is JsonObject map)
                map[_last] = value?.DeepClone();
            else if (_parent is JsonArray list)
                list.Insert(_last == "-" ? list.Count : Index(_last, list.Count + 1) ?? throw Missing(), value?.DeepClone());
        }

        public void Remove()
        {
            if (!Exists)
                throw Missing();
            if (_parent is JsonObject map)
                map.Remove(_last);
            else if (_parent is JsonArray list)
                list.RemoveAt(Index(_last, list.Count)!.Value);
        }

        private static JsonNode? Child(JsonNode? parent, string name) =>
            parent switch
            {
                JsonObject map => map[name],
                JsonArray list when Index(name, list.Count) is { } index => list[index],
                _ => null,
            };

        private static int? Index(string text, int count) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < count ? index : null;

        private ApiException Missing() =>
            ApiException.PatchRejected($"operation does not apply: doc is missing path: {_path}: missing value");
    }
}
