using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NodeTasker.Cli.Formats;

/// <summary>JSON as YAML; a text of several lines is a block, as one would write it.</summary>
internal static class YamlOutput
{
    private static readonly EmitterSettings Settings = new(
        bestIndent: 2,
        bestWidth: int.MaxValue,
        isCanonical: false,
        maxSimpleKeyLength: 1024,
        skipAnchorName: true,
        indentSequences: false,
        newLine: "\n"
    );

    /// <summary>One document, without markers, with an end of line.</summary>
    public static string Render(JsonNode document)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        var emitter = new Emitter(text, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(emitter, document);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(
                    new MappingStart(
                        AnchorName.Empty,
                        TagName.Empty,
                        isImplicit: true,
                        map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block
                    )
                );
                foreach (var (key, value) in map)
                {
                    emitter.Emit(Text(key));
                    Write(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(
                    new SequenceStart(
                        AnchorName.Empty,
                        TagName.Empty,
                        isImplicit: true,
                        list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block
                    )
                );
                foreach (var item in list)
                    Write(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                emitter.Emit(Text(value.GetValue<string>()));
                break;
            default:
                emitter.Emit(
                    new Scalar(
                        AnchorName.Empty,
                        TagName.Empty,
                        node?.ToJsonString() ?? "null",
                        ScalarStyle.Plain,
                        isPlainImplicit: true,
                        isQuotedImplicit: false
                    )
                );
                break;
        }
    }

    private static Scalar Text(string text) =>
        new(AnchorName.Empty, TagName.Empty, text, StyleOf(text), isPlainImplicit: true, isQuotedImplicit: true);

    private static ScalarStyle StyleOf(string text) =>
        CanBeBlock(text) ? ScalarStyle.Literal
        : text.Length == 0 || MeansSomethingElse(text) || text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? ScalarStyle.DoubleQuoted
        : ScalarStyle.Any;

    // A block keeps neither spaces at the ends of lines nor anything that is not printable.
    private static bool CanBeBlock(string text) =>
        text.Contains('\n', StringComparison.Ordinal)
        && !text.StartsWith(' ')
        && !text.StartsWith('\n')
        && !text.StartsWith('\t')
        && !text.Contains(" \n", StringComparison.Ordinal)
        && !text.EndsWith(' ')
        && text.All(character => character is '\n' or (>= ' ' and <= '~') or (>= '\u00a0' and < '\ud800' and not ('\u2028' or '\u2029')));

    // What a reader of YAML 1.1, as kubectl is one, would take for a number, a boolean, a null or a date.
    private static bool MeansSomethingElse(string text) =>
        char.IsAsciiDigit(text[0])
        || text[0] is '-' or '+' or '.' or '=' or '~' or '<'
        || text.ToLowerInvariant() is "y" or "n" or "yes" or "no" or "true" or "false" or "on" or "off" or "null";
}
