using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using k8s.Models;

namespace k8s;

internal sealed class ResourceQuantityJsonConverter : JsonConverter<ResourceQuantity>
{
    public override ResourceQuantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // A bare number is a quantity too, and may be longer than a double keeps.
        var text = reader.TokenType == JsonTokenType.Number
            ? Encoding.ASCII.GetString(reader.HasValueSequence ? throw new JsonException("Expected a quantity in one piece.") : reader.ValueSpan)
            : reader.GetString();
        try
        {
            return new ResourceQuantity(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a quantity."), e);
        }
    }

    public override void Write(Utf8JsonWriter writer, ResourceQuantity value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
