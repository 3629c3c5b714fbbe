using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NodeTasker.LocalCluster.Schema;

/// <summary>Brings a value into the form that the API writes: times in UTC, quantities as text.</summary>
internal static partial class ScalarDecoder
{
    private static readonly SearchValues<char> Base64Alphabet = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
    );

    public static JsonNode? Decode(JsonNode source, ScalarKind kind, string goField)
    {
        var valueKind = source.GetValueKind();
        return (kind, valueKind) switch
        {
            (ScalarKind.Raw, _) => source.DeepClone(),
            (ScalarKind.Text, JsonValueKind.String) => source.DeepClone(),
            (ScalarKind.Boolean, JsonValueKind.True or JsonValueKind.False) => source.DeepClone(),
            (ScalarKind.Int64, JsonValueKind.Number) when source.AsValue().TryGetValue<long>(out var number) => JsonValue.Create(number),
            (ScalarKind.Int32, JsonValueKind.Number)
                when source.AsValue().TryGetValue<long>(out var number) && number is >= int.MinValue and <= int.MaxValue =>
                JsonValue.Create(number),
            (ScalarKind.Bytes, JsonValueKind.String) => JsonValue.Create(Base64(source.GetValue<string>())),
            (ScalarKind.Time, JsonValueKind.String) => JsonValue.Create(
                Time(source.GetValue<string>(), "yyyy-MM-dd'T'HH:mm:ss'Z'", "2006-01-02T15:04:05Z07:00")
            ),
            (ScalarKind.MicroTime, JsonValueKind.String) => JsonValue.Create(
                Time(source.GetValue<string>(), "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", "2006-01-02T15:04:05.000000Z07:00")
            ),
            (ScalarKind.Quantity, JsonValueKind.String or JsonValueKind.Number) => JsonValue.Create(Quantity(source.ToString())),
            _ => throw DecodingException.Mismatch(source, goField, GoType.Of(kind)),
        };
    }

    private static string Base64(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
            throw new DecodingException($"illegal base64 data at input byte {FirstBadByte(text)}");
        return Convert.ToBase64String(bytes, 0, length);
    }

    private static int FirstBadByte(string text)
    {
        var index = text.AsSpan().IndexOfAnyExcept(Base64Alphabet);
        return index < 0 ? text.Length : index;
    }

    private static string Time(string text, string format, string layout) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        && text.Contains('T', StringComparison.Ordinal)
            ? time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)
            : throw new DecodingException($"parsing time \"{text}\" as \"{layout}\": cannot parse \"{text}\" as \"2006\"");

    private static string Quantity(string text) =>
        QuantityPattern().IsMatch(text)
            ? text
            : throw new DecodingException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");

    [GeneratedRegex("^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex QuantityPattern();
}
