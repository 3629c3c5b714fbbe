using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Discovery;

/// <summary>Types as OpenAPI describes them.</summary>
internal static class OpenApiTypes
{
    public static string NameOf(TypeSchema.Struct type) => $"io.k8s.api.local.v1.{type.Name}";

    /// <summary>Adds a type and all that it refers to.</summary>
    public static void Add(JsonObject schemas, TypeSchema.Struct type, string prefix)
    {
        if (schemas.ContainsKey(NameOf(type)))
            return;

        var properties = new JsonObject();
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (type.IsAtomic)
            schema["x-kubernetes-map-type"] = "atomic";
        schemas[NameOf(type)] = schema;
        foreach (var field in type.Fields)
            properties[field.Name] = Describe(schemas, field.Type, prefix);
    }

    private static JsonObject Describe(JsonObject schemas, TypeSchema type, string prefix)
    {
        switch (type)
        {
            case TypeSchema.Struct structure:
                Add(schemas, structure, prefix);
                return new JsonObject { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = prefix + NameOf(structure) }) };
            case TypeSchema.Map map:
                return new JsonObject { ["type"] = "object", ["additionalProperties"] = Describe(schemas, map.Value, prefix) };
            case TypeSchema.List list:
                return DescribeList(schemas, list, prefix);
            default:
                return DescribeScalar(((TypeSchema.Scalar)type).Kind);
        }
    }

    private static JsonObject DescribeList(JsonObject schemas, TypeSchema.List list, string prefix)
    {
        var schema = new JsonObject
        {
            ["type"] = "array",
            ["items"] = Describe(schemas, list.Element, prefix),
            ["x-kubernetes-list-type"] = list.Relation switch
            {
                ListRelation.Set => "set",
                ListRelation.Keyed => "map",
                _ => "atomic",
            },
        };
        if (list.Relation != ListRelation.Atomic)
            schema["x-kubernetes-patch-strategy"] = "merge";
        if (list.Key is { } key)
        {
            schema["x-kubernetes-list-map-keys"] = new JsonArray(key);
            schema["x-kubernetes-patch-merge-key"] = key;
        }

        return schema;
    }

    private static JsonObject DescribeScalar(ScalarKind kind) =>
        kind switch
        {
            ScalarKind.Int32 => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
            ScalarKind.Int64 => new JsonObject { ["type"] = "integer", ["format"] = "int64" },
            ScalarKind.Boolean => new JsonObject { ["type"] = "boolean" },
            ScalarKind.Bytes => new JsonObject { ["type"] = "string", ["format"] = "byte" },
            ScalarKind.Time or ScalarKind.MicroTime => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            ScalarKind.Raw => new JsonObject { ["type"] = "object" },
            _ => new JsonObject { ["type"] = "string" },
        };
}
