using System.Text;
using System.Text.Json;

namespace NodeTasker.TaskModel.Tests;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void Keys_are_sorted_and_nothing_is_between_the_tokens() =>
        Assert.Equal("""{"B":"2","_":"3","a":"1"}""", Json(("a", "1"), ("B", "2"), ("_", "3")));

    [Theory]
    [InlineData("\"\\/", "\\\"\\\\/")]
    [InlineData("\b\t\n\f\r", "\\b\\t\\n\\f\\r")]
    [InlineData("\0\u001b\u001f", "\\u0000\\u001b\\u001f")]
    [InlineData("\u007f\u2028ü<>&'+", "\u007f\u2028ü<>&'+")]
    [InlineData("😀", "😀")]
    public void Only_what_must_be_escaped_is(string text, string expected) => Assert.Equal($"{{\"k\":\"{expected}\"}}", Json(("k", text)));

    [Fact]
    public void Half_a_character_is_escaped() => Assert.Equal("""{"k":"\ude00x\ud83d😀"}""", Json(("k", "\ude00x\ud83d😀")));

    [Fact]
    public void A_ConfigMap_has_both_members_and_its_bytes_as_base64()
    {
        var json = CanonicalJson.Of(
            new Dictionary<string, string> { ["task"] = "x" },
            new Dictionary<string, byte[]> { ["file.a"] = [0, 255, 254] }
        );

        Assert.Equal("""{"binaryData":{"file.a":"AP/+"},"data":{"task":"x"}}""", Encoding.UTF8.GetString(json));
    }

    [Fact]
    public void Any_JSON_reader_gets_the_texts_back() => ForEvery.Value(Gens.Text, text =>
        {
            var json = CanonicalJson.Of(new Dictionary<string, string> { ["k"] = text, [text + "."] = "v" });

            if (text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar))
                return;

            using var document = JsonDocument.Parse(json);
            Assert.Equal(text, document.RootElement.GetProperty("k").GetString());
        });

    private static string Json(params (string Key, string Value)[] members) =>
        Encoding.UTF8.GetString(CanonicalJson.Of(members.ToDictionary(member => member.Key, member => member.Value)));
}
