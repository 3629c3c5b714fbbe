using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace NodeTasker.Cluster;

/// <summary>The body of a server-side apply.</summary>
public static class ApplyPatch
{
    private static readonly JsonSerializerOptions Json = new(new KubernetesClientConfiguration().JsonSerializerOptions)
    {
        Encoder = new YamlEncoder(),
    };

    /// <summary>The fields that <paramref name="value"/> sets.</summary>
    public static V1Patch Of<T>(T value) => new(Text(value), V1Patch.PatchType.ApplyPatch);

    internal static string Text<T>(T value) => JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T)));

    /// <summary>
    /// JSON that is YAML too, which is what the API server reads a server-side apply as. YAML has no surrogate pairs, so a character
    /// beyond U+FFFF stands as itself; what YAML doesn't take as itself is escaped (https://yaml.org/spec/1.2.2/#51-character-set).
    /// </summary>
    private sealed class YamlEncoder : JavaScriptEncoder
    {
        public override int MaxOutputCharactersPerInputCharacter => 6;

        public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
        {
            var span = new ReadOnlySpan<char>(text, textLength);
            for (var at = 0; at < span.Length; )
            {
                if (Rune.DecodeFromUtf16(span[at..], out var rune, out var length) != OperationStatus.Done || WillEncode(rune.Value))
                    return at;

                at += length;
            }

            return -1;
        }

        public override bool WillEncode(int unicodeScalar) =>
            unicodeScalar is not ((>= 0x20 and <= 0x7E) or (>= 0xA0 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or >= 0x10000)
            || unicodeScalar is '"' or '\\' or 0x2028 or 0x2029 or 0xFEFF;

        public override unsafe bool TryEncodeUnicodeScalar(
            int unicodeScalar,
            char* buffer,
            int bufferLength,
            out int numberOfCharactersWritten
        )
        {
            var target = new Span<char>(buffer, bufferLength);
            if (!WillEncode(unicodeScalar))
                return new Rune(unicodeScalar).TryEncodeToUtf16(target, out numberOfCharactersWritten);

            return target.TryWrite($"\\u{unicodeScalar:x4}", out numberOfCharactersWritten);
        }
    }
}
