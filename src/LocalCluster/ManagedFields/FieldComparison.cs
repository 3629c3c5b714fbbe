using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.ManagedFields;

/// <summary>What differs between two versions of an object, field by field.</summary>
internal sealed class FieldComparison
{
    private FieldComparison() { }

    public FieldSet Added { get; } = new();

    public FieldSet Modified { get; } = new();

    public FieldSet Removed { get; } = new();

    public static FieldComparison Of(JsonObject old, JsonObject next, TypeSchema type)
    {
        var comparison = new FieldComparison();
        comparison.Compare(old, next, type, []);
        return comparison;
    }

    private void Compare(JsonNode? old, JsonNode? next, TypeSchema type, List<string> path)
    {
        if (old is null && next is null)
            return;

        switch (type)
        {
            case TypeSchema.Struct { IsAtomic: false } structure:
                foreach (var name in Names(old, next))
                    CompareChild(FieldPath.Field(name), old?[name], next?[name], structure.Find(name)!.Type, path);
                break;
            case TypeSchema.Map map:
                foreach (var name in Names(old, next))
                    CompareChild(FieldPath.Field(name), old?[name], next?[name], map.Value, path);
                break;
            case TypeSchema.List { Relation: not ListRelation.Atomic } list:
                var (oldItems, nextItems) = (Items(old, list), Items(next, list));
                foreach (var element in oldItems.Keys.Union(nextItems.Keys, StringComparer.Ordinal))
                    CompareChild(element, oldItems.GetValueOrDefault(element), nextItems.GetValueOrDefault(element), list.Element, path);
                break;
            default:
                if (old is not null && next is not null && !JsonNode.DeepEquals(old, next))
                    Mark(Modified, path);
                break;
        }

        if (old is null)
            Mark(Added, path);
        else if (next is null)
            Mark(Removed, path);
    }

    private void CompareChild(string element, JsonNode? old, JsonNode? next, TypeSchema type, List<string> path)
    {
        path.Add(element);
        Compare(old, next, type, path);
        path.RemoveAt(path.Count - 1);
    }

    private static List<string> Names(JsonNode? old, JsonNode? next) =>
        ((old as JsonObject)?.Select(field => field.Key) ?? [])
            .Union((next as JsonObject)?.Select(field => field.Key) ?? [], StringComparer.Ordinal)
            .ToList();

    private static Dictionary<string, JsonNode?> Items(JsonNode? value, TypeSchema.List list)
    {
        var result = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in value as JsonArray ?? [])
            result[FieldPath.Item(item, list)] = item;
        return result;
    }

    private static void Mark(FieldSet set, List<string> path)
    {
        foreach (var element in path)
            set = set.GetOrAdd(element);
        set.IsMember = true;
    }
}
