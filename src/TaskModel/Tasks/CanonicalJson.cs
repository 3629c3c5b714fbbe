using System.Buffers;
using System.Globalization;
using System.Text;

namespace NodeTasker.TaskModel;

/// <summary>
/// The one byte sequence of a set of texts, so that everybody who hashes or signs them gets the same: JSON as RFC 8785 has it.
/// </summary>
/// <remarks>
/// UTF-8 without a byte order mark. Members are sorted by key, compared code unit by code unit. No white space between tokens. In strings,
/// <c>"</c> and <c>\</c> have a backslash before them; U+0008, U+0009, U+000A, U+000C and U+000D are <c>\b \t \n \f \r</c>; the other
/// characters below U+0020 are <c>\u00xx</c> with lower-case digits. Every other character stands for itself, <c>/</c>, U+007F and U+2028
/// too. Half a surrogate pair, which no API server hands out, is <c>\udxxx</c>. Bytes are base64 with padding, without line breaks.
/// </remarks>
public static class CanonicalJson
{
    private static readonly SearchValues<char> ToEscape = SearchValues.Create(CharactersToEscape());

    /// <summary>The canonical JSON object of <paramref name="members"/>.</summary>
    public static byte[] Of(IReadOnlyDictionary<string, string> members)
    {
        var json = new StringBuilder();
        WriteObject(json, members, static value => value);
        return Encoding.UTF8.GetBytes(json.ToString());
    }

    /// <summary>
    /// The canonical JSON of a ConfigMap's content: <c>{"binaryData":{…},"data":{…}}</c>, both members always there,
    /// <paramref name="binaryData"/> as base64.
    /// </summary>
    public static byte[] Of(IReadOnlyDictionary<string, string> data, IReadOnlyDictionary<string, byte[]> binaryData)
    {
        var json = new StringBuilder();
        json.Append("{\"binaryData\":");
        WriteObject(json, binaryData, Convert.ToBase64String);
        json.Append(",\"data\":");
        WriteObject(json, data, static value => value);
        json.Append('}');
        return Encoding.UTF8.GetBytes(json.ToString());
    }

    private static void WriteObject<T>(StringBuilder json, IReadOnlyDictionary<string, T> members, Func<T, string> text)
    {
        json.Append('{');
        var separator = "";
        foreach (var (key, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            json.Append(separator);
            WriteString(json, key);
            json.Append(':');
            WriteString(json, text(value));
            separator = ",";
        }

        json.Append('}');
    }

    private static void WriteString(StringBuilder json, ReadOnlySpan<char> text)
    {
        json.Append('"');
        for (var next = text.IndexOfAny(ToEscape); next >= 0; next = text.IndexOfAny(ToEscape))
        {
            json.Append(text[..next]);
            if (char.IsHighSurrogate(text[next]) && next + 1 < text.Length && char.IsLowSurrogate(text[next + 1]))
            {
                json.Append(text.Slice(next, 2));
                text = text[(next + 2)..];
            }
            else
            {
                WriteEscape(json, text[next]);
                text = text[(next + 1)..];
            }
        }

        json.Append(text).Append('"');
    }

    private static void WriteEscape(StringBuilder json, char character) =>
        _ = character switch
        {
            '"' => json.Append("\\\""),
            '\\' => json.Append("\\\\"),
            '\b' => json.Append("\\b"),
            '\t' => json.Append("\\t"),
            '\n' => json.Append("\\n"),
            '\f' => json.Append("\\f"),
            '\r' => json.Append("\\r"),
            _ => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
        };

    private static char[] CharactersToEscape() =>
        ['"', '\\', .. Enumerable.Range(0, 0x20).Select(code => (char)code), .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)];
}
