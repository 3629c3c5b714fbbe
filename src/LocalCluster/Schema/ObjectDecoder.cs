using System.Text.Json;
using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Schema;

/// <summary>
/// Brings JSON into the shape in which the API writes a type: known fields in their order, map keys sorted, zero values left out;
/// what the type doesn't know is dropped and reported.
/// </summary>
internal sealed class ObjectDecoder
{
    private readonly List<string> _unknown = [];

    /// <summary>Paths of fields that the type doesn't have.</summary>
    public IReadOnlyList<string> UnknownFields => _unknown;

    /// <summary>Throws <see cref="DecodingException"/> where a value has the wrong type.</summary>
    public JsonObject Decode(JsonObject source, TypeSchema.Struct type) => DecodeStruct(source, type, "");

    /// <summary>The same for an object that is known to fit.</summary>
    public static JsonObject Normalize(JsonObject source, TypeSchema.Struct type) => new ObjectDecoder().Decode(source, type);

    private JsonObject DecodeStruct(JsonObject source, TypeSchema.Struct type, string path)
    {
        foreach (var (name, _) in source)
        {
            if (type.Find(name) is null)
                _unknown.Add(Join(path, name));
        }

        var result = new JsonObject();
        foreach (var field in type.Fields)
        {
            var child = Join(path, field.Name);
            var value = source[field.Name] is { } given ? DecodeValue(given, field.Type, child, $"{type.Name}.{child}") : null;
            if (value is null && field.Presence == Presence.Always)
                result[field.Name] = ZeroValue.Of(field.Type);
            else if (value is not null && (field.Presence != Presence.OmitZero || !ZeroValue.Is(value)))
                result[field.Name] = value;
        }

        return result;
    }

    private JsonNode? DecodeValue(JsonNode source, TypeSchema type, string path, string goField)
    {
        switch (type)
        {
            case TypeSchema.Struct structure:
                return source is JsonObject fields
                    ? DecodeStruct(fields, structure, path)
                    : throw DecodingException.Mismatch(source, goField, GoType.Of(type));
            case TypeSchema.Map map:
                if (source is not JsonObject entries)
                    throw DecodingException.Mismatch(source, goField, GoType.Of(type));
                var result = new JsonObject();
                foreach (var (key, value) in entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    result[key] = value is null ? ZeroValue.Of(map.Value) : DecodeValue(value, map.Value, Join(path, key), goField);
                return result;
            case TypeSchema.List list:
                if (source is not JsonArray items)
                    throw DecodingException.Mismatch(source, goField, GoType.Of(type));
                var array = new JsonArray();
                foreach (var item in items)
                    array.Add(
                        item is null ? ZeroValue.Of(list.Element) : DecodeValue(item, list.Element, $"{path}[{array.Count}]", goField)
                    );
                return array;
            default:
                return ScalarDecoder.Decode(source, ((TypeSchema.Scalar)type).Kind, goField);
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
