using System.Text;
using System.Text.Json;
using k8s.Models;

namespace NodeTasker.Cluster.Tests;

public sealed class ApplyPatchTests
{
    [Fact]
    public void Every_character_arrives_and_none_is_half_of_an_escape()
    {
        var every = new StringBuilder();
        for (var scalar = 0; scalar <= 0x10FFFF; scalar++)
            if (Rune.IsValid(scalar))
                every.Append(new Rune(scalar));

        var text = Applied(every.ToString());

        Assert.DoesNotContain("\\ud", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(text, char.IsControl);
        Assert.Equal(every.ToString(), JsonDocument.Parse(text).RootElement.GetProperty("data").GetProperty("output").GetString());
    }

    [Theory]
    [InlineData("🚀", "🚀")]
    [InlineData("a\"b\\c", "a\\u0022b\\u005cc")]
    [InlineData("\0\u0085\u2028\uFEFF", "\\u0000\\u0085\\u2028\\ufeff")]
    public void What_YAML_does_not_take_as_itself_is_escaped(string output, string expected) =>
        Assert.EndsWith($"\"output\":\"{expected}\"}}}}", Applied(output), StringComparison.Ordinal);

    private static string Applied(string output) =>
        ApplyPatch.Text(new V1ConfigMap { Data = new Dictionary<string, string> { ["output"] = output } });
}
