using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Objects;

/// <summary>
/// Brings JSON into the form in which the API writes a kind: known fields, map keys sorted, zero values left out, times in UTC; what the
/// kind doesn't know is dropped and reported.
/// </summary>
/// <param name="isComplete">Whether fields that are always written are added; not in what a client applies, as it would own them.</param>
internal sealed class ObjectDecoder(string kind = "", bool isComplete = true)
{
    private readonly List<string> _unknown = [];

    /// <summary>Paths of fields that the kind doesn't have.</summary>
    public IReadOnlyList<string> UnknownFields => _unknown;

    /// <summary>Throws <see cref="FormatException"/> where a value has the wrong type.</summary>
    public JsonObject Decode(JsonObject source, Shape shape) => Object(source, shape, "");

    /// <summary>The same for an object that is known to fit.</summary>
    public static JsonObject Normalize(JsonObject source, Shape shape) => new ObjectDecoder().Decode(source, shape);

    private JsonObject Object(JsonObject source, Shape shape, string path)
    {
        _unknown.AddRange(source.Where(field => !shape.Fields!.ContainsKey(field.Key)).Select(field => Join(path, field.Key)));
        var result = new JsonObject();
        foreach (var (name, field) in shape.Fields!)
        {
            var value = source[name] is { } given ? Value(given, field.Shape, Join(path, name), Join(path, name)) : null;
            if (value is not null ? field.IsAlwaysWritten || field.KeepsZero || !IsZero(value) : isComplete && field.IsAlwaysWritten)
                result[name] = value ?? Zero(field.Shape);
        }

        return result;
    }

    private JsonNode? Value(JsonNode source, Shape shape, string path, string field)
    {
        switch (shape, source)
        {
            case ({ Fields: not null }, JsonObject fields):
                return Object(fields, shape, path);
            case ({ Item: { } item, IsList: true }, JsonArray items):
                return items.Select((value, index) => ValueOrZero(value, item, $"{path}[{index}]", field)).ToJsonArray();
            case ({ Item: { } item, IsList: false }, JsonObject entries):
                var map = new JsonObject();
                foreach (var (key, value) in entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    map[key] = ValueOrZero(value, item, Join(path, key), field);
                return map;
            default:
                return Scalar(source, shape.Scalar)
                    ?? throw new FormatException(
                        $"json: cannot unmarshal {TypeOf(source)} into Go struct field {kind}.{field} of type {shape.TypeName}"
                    );
        }
    }

    private JsonNode? ValueOrZero(JsonNode? value, Shape shape, string path, string field) =>
        value is null ? Zero(shape) : Value(value, shape, path, field);

    private static JsonNode? Scalar(JsonNode source, string type)
    {
        var number = source is JsonValue scalar && scalar.TryGetValue<long>(out var whole) ? whole : (long?)null;
        return (type, source.GetValueKind()) switch
        {
            ("any", _) or ("string", JsonValueKind.String) or ("bool", JsonValueKind.True or JsonValueKind.False) => source.DeepClone(),
            ("int64", JsonValueKind.Number) when number is not null => source.DeepClone(),
            ("int32", JsonValueKind.Number) when number is >= int.MinValue and <= int.MaxValue => source.DeepClone(),
            ("bytes", JsonValueKind.String) => Base64(source.GetValue<string>()),
            ("time", JsonValueKind.String) => Time(source.GetValue<string>(), "yyyy-MM-dd'T'HH:mm:ss'Z'"),
            ("microtime", JsonValueKind.String) => Time(source.GetValue<string>(), "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"),
            ("quantity", JsonValueKind.Number) => source.ToString(),
            ("quantity", JsonValueKind.String)
                when source.GetValue<string>() is [var first, ..] && (char.IsAsciiDigit(first) || first is '+' or '-' or '.') =>
                source.DeepClone(),
            ("quantity", JsonValueKind.String) => throw new FormatException($"unable to parse quantity's suffix: {source}"),
            _ => null,
        };
    }

    private static string Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? Convert.ToBase64String(bytes, 0, length)
            : throw new FormatException("illegal base64 data at input byte 0");
    }

    private static string Time(string text, string format) =>
        text.Contains('T') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)
            : throw new FormatException($"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"");

    /// <summary>The value that a field has when nobody sets it.</summary>
    private JsonNode? Zero(Shape shape) =>
        shape switch
        {
            { Fields: not null } => Object([], shape, ""),
            { IsList: true } => new JsonArray(),
            { Item: not null } => new JsonObject(),
            { Scalar: "int32" or "int64" } => 0L,
            { Scalar: "bool" } => false,
            { Scalar: "quantity" } => "0",
            { Scalar: "string" or "bytes" } => "",
            _ => null,
        };

    private static bool IsZero(JsonNode value) =>
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

    private static string TypeOf(JsonNode value) =>
        value.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            _ => "bool",
        };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
