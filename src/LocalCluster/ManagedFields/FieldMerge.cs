using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.ManagedFields;

/// <summary>Merges what is applied into what is there, and removes fields.</summary>
internal static class FieldMerge
{
    public static JsonNode? Merge(JsonNode? live, JsonNode? applied, TypeSchema type)
    {
        switch (type, live, applied)
        {
            case (TypeSchema.Struct { IsAtomic: false } or TypeSchema.Map, JsonObject left, JsonObject right):
                var result = left.DeepClone().AsObject();
                foreach (var (name, value) in right)
                    result[name] = Merge(
                        left[name],
                        value,
                        type is TypeSchema.Struct structure ? structure.Find(name)!.Type : ((TypeSchema.Map)type).Value
                    );
                return result;
            case (TypeSchema.List { Relation: not ListRelation.Atomic } list, JsonArray left, JsonArray right):
                return MergeItems(left, right, list);
            default:
                return applied?.DeepClone();
        }
    }

    /// <summary>Removes from <paramref name="value"/> the members of <paramref name="removed"/>.</summary>
    public static void Remove(JsonNode? value, FieldSet removed, TypeSchema type)
    {
        switch (type, value)
        {
            case (TypeSchema.Struct { IsAtomic: false } or TypeSchema.Map, JsonObject fields):
                foreach (var (name, field) in fields.ToList())
                {
                    if (removed.Find(FieldPath.Field(name)) is not { } child)
                        continue;
                    if (child.IsMember)
                        fields.Remove(name);
                    else
                        Remove(
                            field,
                            child,
                            type is TypeSchema.Struct structure ? structure.Find(name)!.Type : ((TypeSchema.Map)type).Value
                        );
                }

                break;
            case (TypeSchema.List { Relation: not ListRelation.Atomic } list, JsonArray items):
                foreach (var item in items.ToList())
                {
                    if (removed.Find(FieldPath.Item(item, list)) is not { } child)
                        continue;
                    if (child.IsMember)
                        items.Remove(item);
                    else
                        Remove(item, child, list.Element);
                }

                break;
        }
    }

    private static JsonArray MergeItems(JsonArray live, JsonArray applied, TypeSchema.List list)
    {
        var wanted = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in applied)
            wanted[FieldPath.Item(item, list)] = item;

        var result = new JsonArray();
        foreach (var item in live)
            result.Add(wanted.Remove(FieldPath.Item(item, list), out var change) ? Merge(item, change, list.Element) : item?.DeepClone());
        foreach (var item in wanted.Values)
            result.Add(item?.DeepClone());
        return result;
    }
}
