using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.ManagedFields;

/// <summary>Finds the fields that an object has.</summary>
internal static class FieldSets
{
    private static readonly string[] UnmanagedMetadata =
    [
        "f:name",
        "f:namespace",
        "f:creationTimestamp",
        "f:selfLink",
        "f:uid",
        "f:generation",
        "f:managedFields",
        "f:resourceVersion",
    ];

    public static FieldSet Of(JsonNode? value, TypeSchema type)
    {
        var set = new FieldSet();
        Collect(value, type, set);
        return set;
    }

    /// <summary>Drops what nobody owns: identity, versions and the like.</summary>
    public static FieldSet WithoutUnmanaged(FieldSet set)
    {
        set.Remove("f:apiVersion");
        set.Remove("f:kind");
        if (set.Find("f:metadata") is { } metadata)
        {
            metadata.IsMember = false;
            foreach (var element in UnmanagedMetadata)
                metadata.Remove(element);
            if (metadata.IsEmpty)
                set.Remove("f:metadata");
        }

        set.IsMember = false;
        return set;
    }

    private static void Collect(JsonNode? value, TypeSchema type, FieldSet set)
    {
        switch (type, value)
        {
            case (TypeSchema.Struct { IsAtomic: false } structure, JsonObject fields):
                foreach (var (name, field) in fields)
                {
                    var child = set.GetOrAdd(FieldPath.Field(name));
                    Collect(field, structure.Find(name)!.Type, child);
                    child.IsMember |= field is null or JsonObject { Count: 0 };
                }

                break;
            case (TypeSchema.Map map, JsonObject entries):
                foreach (var (name, entry) in entries)
                {
                    var child = set.GetOrAdd(FieldPath.Field(name));
                    Collect(entry, map.Value, child);
                    child.IsMember = true;
                }

                break;
            case (TypeSchema.List { Relation: not ListRelation.Atomic } list, JsonArray items):
                foreach (var item in items)
                {
                    var child = set.GetOrAdd(FieldPath.Item(item, list));
                    Collect(item, list.Element, child);
                    child.IsMember = true;
                }

                break;
            default:
                set.IsMember = true;
                break;
        }
    }
}
