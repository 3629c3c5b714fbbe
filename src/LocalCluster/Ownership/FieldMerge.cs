using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Objects;

namespace NodeTasker.LocalCluster.Ownership;

/// <summary>Merges what is applied into what is there, and removes fields.</summary>
internal static class FieldMerge
{
    public static JsonObject Merge(JsonObject live, JsonObject applied, Shape shape)
    {
        var result = live.DeepClone().AsObject();
        foreach (var (name, value) in applied)
            result[name] = MergeNode(live[name], value, shape.Find(name)!);
        return result;
    }

    /// <summary>Removes the fields at <paramref name="paths"/>; see <see cref="FieldSet"/>.</summary>
    public static void Remove(JsonNode? value, HashSet<string> paths, Shape shape, string path = "")
    {
        switch (shape.IsMerged, value)
        {
            case (true, JsonObject map):
                foreach (var (name, child) in map.ToList())
                {
                    var childPath = FieldSet.Join(path, $"f:{name}");
                    if (paths.Contains(childPath))
                        map.Remove(name);
                    else
                        Remove(child, paths, shape.Find(name)!, childPath);
                }

                break;
            case (true, JsonArray list):
                foreach (var item in list.ToList())
                {
                    var itemPath = FieldSet.Join(path, FieldSet.Item(item, shape.Key!));
                    if (paths.Contains(itemPath))
                        list.Remove(item);
                    else
                        Remove(item, paths, shape.Item!, itemPath);
                }

                break;
        }
    }

    private static JsonNode? MergeNode(JsonNode? live, JsonNode? applied, Shape shape) =>
        (shape.IsMerged, live, applied) switch
        {
            (true, JsonObject left, JsonObject right) => Merge(left, right, shape),
            (true, JsonArray left, JsonArray right) => MergeItems(left, right, shape),
            _ => applied?.DeepClone(),
        };

    private static JsonArray MergeItems(JsonArray live, JsonArray applied, Shape shape)
    {
        var added = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in applied)
            added[FieldSet.Item(item, shape.Key!)] = item;

        var result = live.Select(item =>
                added.Remove(FieldSet.Item(item, shape.Key!), out var change) ? MergeNode(item, change, shape.Item!) : item?.DeepClone()
            )
            .ToList();
        return result.Concat(added.Values.Select(item => item?.DeepClone())).ToJsonArray();
    }
}
