using System.Text.Json;
using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Schema;

/// <summary>The value that a field has when nobody sets it.</summary>
internal static class ZeroValue
{
    public static JsonNode? Of(TypeSchema type) =>
        type switch
        {
            TypeSchema.Struct structure => ObjectDecoder.Normalize([], structure),
            TypeSchema.Map => new JsonObject(),
            TypeSchema.List => new JsonArray(),
            TypeSchema.Scalar { Kind: ScalarKind.Int32 or ScalarKind.Int64 } => JsonValue.Create(0L),
            TypeSchema.Scalar { Kind: ScalarKind.Boolean } => JsonValue.Create(false),
            TypeSchema.Scalar { Kind: ScalarKind.Quantity } => JsonValue.Create("0"),
            TypeSchema.Scalar { Kind: ScalarKind.Text or ScalarKind.Bytes } => JsonValue.Create(""),
            _ => null,
        };

    public static bool Is(JsonNode value) =>
        value switch
        {
            JsonObject map => map.Count == 0,
            JsonArray list => list.Count == 0,
            _ => value.GetValueKind() switch
            {
                JsonValueKind.String => value.GetValue<string>().Length == 0,
                JsonValueKind.False => true,
                JsonValueKind.Number => value.AsValue().TryGetValue<long>(out var number) && number == 0,
                _ => false,
            },
        };
}
