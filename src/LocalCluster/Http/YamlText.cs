using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NodeTasker.LocalCluster.Http;

/// <summary>Reads a YAML document as the JSON that Kubernetes takes it for: plain scalars by the rules of YAML 1.1.</summary>
internal static class YamlText
{
    public static JsonNode? Parse(string text, ICollection<string> issues)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode, issues);
    }

    private static JsonNode? Convert(YamlNode node, ICollection<string> issues)
    {
        switch (node)
        {
            case YamlMappingNode map:
                var result = new JsonObject();
                foreach (var (key, value) in map.Children)
                    result[((YamlScalarNode)key).Value ?? ""] = Convert(value, issues);
                return result;
            case YamlSequenceNode list:
                return new JsonArray([.. list.Children.Select(item => Convert(item, issues))]);
            case YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any } scalar when scalar.Tag.IsEmpty:
                return Plain(scalar.Value ?? "");
            default:
                return JsonValue.Create(((YamlScalarNode)node).Value ?? "");
        }
    }

    private static JsonValue? Plain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "y" or "Y":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "n" or "N":
                return JsonValue.Create(false);
        }

        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+' or '.'))
            return JsonValue.Create(text);
        if (
            text.StartsWith("0x", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)
        )
            return JsonValue.Create(hex);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
            return JsonValue.Create(real);
        return JsonValue.Create(text);
    }
}
