using System.Text.Json;
using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Schema;

/// <summary>A value that doesn't fit its field.</summary>
internal sealed class DecodingException(string message) : Exception(message)
{
    public static DecodingException Mismatch(JsonNode value, string goField, string goType)
    {
        var kind = value.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            _ => "bool",
        };
        return new DecodingException($"json: cannot unmarshal {kind} into Go struct field {goField} of type {goType}");
    }
}
