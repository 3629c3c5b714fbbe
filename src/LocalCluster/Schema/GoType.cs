namespace NodeTasker.LocalCluster.Schema;

/// <summary>Types as the API's messages name them.</summary>
internal static class GoType
{
    public static string Of(TypeSchema type) =>
        type switch
        {
            TypeSchema.Struct structure => $"v1.{structure.Name}",
            TypeSchema.Map map => $"map[string]{Of(map.Value)}",
            TypeSchema.List list => $"[]{Of(list.Element)}",
            TypeSchema.Scalar scalar => Of(scalar.Kind),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

    public static string Of(ScalarKind kind) =>
        kind switch
        {
            ScalarKind.Int32 => "int32",
            ScalarKind.Int64 => "int64",
            ScalarKind.Boolean => "bool",
            ScalarKind.Bytes => "[]uint8",
            _ => "string",
        };
}
