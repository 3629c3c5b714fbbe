using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Http;

/// <summary>
/// Reads JSON into nodes at once, so that they can be read from several threads, and with the last of duplicate keys, as Go does;
/// writes nodes as compact UTF-8.
/// </summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonReaderOptions Limits = new() { MaxDepth = 128 };

    /// <summary>Throws <see cref="JsonException"/> for what is no JSON.</summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates = null)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, Limits);
            reader.Read();
            var node = ReadValue(ref reader, "", duplicates);
            if (reader.Read())
                throw new JsonException("invalid character after top-level value");
            return node;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("invalid text in string literal", exception);
        }
    }

    /// <summary>Whether what is no JSON could be its beginning.</summary>
    public static bool IsCut(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(Limits));
            while (reader.Read()) { }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8) => (JsonObject)Parse(utf8)!;

    public static byte[] Write(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            node.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, ICollection<string>? duplicates)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, path, duplicates);
            case JsonTokenType.StartArray:
                var array = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    array.Add(ReadValue(ref reader, $"{path}[{array.Count}]", duplicates));
                return array;
            case JsonTokenType.String:
                return JsonValue.Create(reader.GetString()!);
            case JsonTokenType.True:
                return JsonValue.Create(true);
            case JsonTokenType.False:
                return JsonValue.Create(false);
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(reader.GetDouble());
            default:
                return null;
        }
    }

    private static JsonObject ReadObject(ref Utf8JsonReader reader, string path, ICollection<string>? duplicates)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var child = path.Length == 0 ? name : $"{path}.{name}";
            reader.Read();
            if (result.ContainsKey(name))
                duplicates?.Add(child);
            result[name] = ReadValue(ref reader, child, duplicates);
        }

        return result;
    }
}
