using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Http;

/// <summary>Reads JSON into nodes with the last of duplicate keys, as Go does; writes nodes as compact UTF-8.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Throws <see cref="JsonException"/> for what is no JSON; adds the paths of duplicate keys to <paramref name="duplicates"/>.
    /// </summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates = null)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 128 }));
            Advance(ref reader);
            var node = ReadValue(ref reader, "", duplicates);
            return reader.Read() ? throw new JsonException("invalid character after top-level value") : node;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("invalid text in string literal", exception);
        }
    }

    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8) =>
        Parse(utf8) as JsonObject ?? throw new JsonException("cannot unmarshal non-object value");

    public static byte[] Write(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            node.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    public static string Text(JsonNode node) => Encoding.UTF8.GetString(Write(node));

    public static string Quote(string text) => Text(JsonValue.Create(text));

    private static JsonTokenType Advance(ref Utf8JsonReader reader) =>
        reader.Read() ? reader.TokenType : throw new JsonException("unexpected end of JSON input");

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, ICollection<string>? duplicates)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var result = new JsonObject();
                while (Advance(ref reader) != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    var child = path.Length == 0 ? name : $"{path}.{name}";
                    Advance(ref reader);
                    if (result.ContainsKey(name))
                        duplicates?.Add(child);
                    result[name] = ReadValue(ref reader, child, duplicates);
                }

                return result;
            case JsonTokenType.StartArray:
                var array = new JsonArray();
                while (Advance(ref reader) != JsonTokenType.EndArray)
                    array.Add(ReadValue(ref reader, $"{path}[{array.Count}]", duplicates));
                return array;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(reader.GetDouble());
            default:
                return null;
        }
    }
}
