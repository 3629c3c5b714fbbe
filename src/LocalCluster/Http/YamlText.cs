using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NodeTasker.LocalCluster.Http;

/// <summary>
/// Reads a YAML document as the JSON that Kubernetes takes it for: plain scalars by the rules of YAML 1.1. It refuses what Kubernetes'
/// own parser refuses, also of JSON that is sent as YAML: control characters, and a character in two escapes (<c>\ud83d\ude80</c>).
/// </summary>
internal static class YamlText
{
    private const int MaxDepth = 128;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Throws <see cref="FormatException"/> for what can't be read.</summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> body, ICollection<string> duplicates)
    {
        try
        {
            var text = Utf8.GetString(body);
            if (text.Any(IsControl))
                throw new FormatException("yaml: control characters are not allowed");

            // Most appliers send JSON, which is faster to read as what it is where YAML reads it alike.
            if (text.AsSpan().TrimStart().StartsWith("{") && !text.AsSpan().ContainsAny("\u0085\u2028\u2029") && !HasSurrogateEscape(text))
                return JsonText.Parse(body, duplicates);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("yaml: invalid UTF-8");
        }
        catch (JsonException)
        {
            // Flow style YAML looks like JSON.
        }

        return ParseYaml(Utf8.GetString(body));
    }

    private static JsonNode? ParseYaml(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode, text, depth: 0);
        }
        catch (YamlException exception)
        {
            throw new FormatException($"yaml: line {exception.Start.Line}: {exception.Message}");
        }
    }

    private static JsonNode? Convert(YamlNode node, string text, int depth)
    {
        // An anchor may lie in what it stands for.
        if (depth > MaxDepth)
            throw new FormatException("yaml: exceeded max depth");
        switch (node)
        {
            case YamlMappingNode map:
                var result = new JsonObject();
                foreach (var (key, value) in map.Children)
                    result[(key as YamlScalarNode)?.Value ?? throw new FormatException("yaml: a key is no text")] = Convert(
                        value,
                        text,
                        depth + 1
                    );
                return result;
            case YamlSequenceNode list:
                return new JsonArray([.. list.Children.Select(item => Convert(item, text, depth + 1))]);
            case YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any } scalar when scalar.Tag.IsEmpty:
                return Plain(scalar.Value ?? "");
            case YamlScalarNode { Style: ScalarStyle.DoubleQuoted } quoted
                when HasSurrogateEscape(text.AsSpan()[(int)quoted.Start.Index..(int)quoted.End.Index]):
                throw new FormatException($"yaml: line {quoted.Start.Line}: found invalid Unicode character escape code");
            case YamlScalarNode scalar:
                return scalar.Value ?? "";
            default:
                throw new FormatException("yaml: an alias has no anchor");
        }
    }

    private static JsonNode? Plain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "y" or "Y":
                return true;
            case "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "n" or "N":
                return false;
        }

        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+' or '.'))
            return text;
        if (
            text.StartsWith("0x", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)
        )
            return hex;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : text;
    }

    private static bool IsControl(char character) =>
        (char.IsControl(character) && character is not ('\t' or '\n' or '\r' or '\u0085')) || character is '\ufeff' or '\ufffe' or '\uffff';

    /// <summary>Whether half a character is escaped, as <c>\ud83d</c>; a backslash that is itself escaped doesn't count.</summary>
    private static bool HasSurrogateEscape(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf('\\'); at >= 0 && at + 3 < text.Length; )
        {
            if (
                text[at + 1] == 'u'
                && text[at + 2] is 'd' or 'D'
                && text[at + 3] is '8' or '9' or (>= 'a' and <= 'f') or (>= 'A' and <= 'F')
            )
                return true;
            var next = text[(at + 2)..].IndexOf('\\');
            at = next < 0 ? -1 : at + 2 + next;
        }

        return false;
    }
}
