using System.Text.Json.Nodes;
using NodeTasker.Cli.Formats;
using YamlDotNet.RepresentationModel;

namespace NodeTasker.Cli.Tests.Formats;

public sealed class YamlOutputTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("0x1F")]
    [InlineData("2026-11-22")]
    [InlineData("a: b")]
    [InlineData("# no comment")]
    [InlineData("'quoted' \"twice\"")]
    [InlineData("#!/bin/sh\necho hi\n")]
    [InlineData("no end of line\nhere")]
    [InlineData("two at the end\n\n")]
    [InlineData("  indented first\nthen not\n")]
    [InlineData("\n\nempty first\n")]
    [InlineData("space at end \nof line\n")]
    [InlineData("tab\tand\r\ncrlf\r\n")]
    [InlineData("\u0007bell\n\u2028 and ü 漢\n")]
    [InlineData("---\n...\n")]
    [InlineData("   ")]
    [InlineData("\t")]
    public void A_text_comes_back_as_it_was(string text)
    {
        var yaml = YamlOutput.Render(
            new JsonObject
            {
                ["key"] = text,
                ["list"] = new JsonArray(text, 1, true),
                ["none"] = new JsonArray(),
            }
        );

        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        Assert.Equal(text, ((YamlScalarNode)root.Children["key"]).Value);
        Assert.Equal(text, ((YamlScalarNode)((YamlSequenceNode)root.Children["list"]).Children[0]).Value);
    }

    [Fact]
    public void A_script_is_a_block_and_words_that_mean_something_else_are_quoted()
    {
        var yaml = YamlOutput.Render(
            new JsonObject
            {
                ["task"] = "#!/bin/sh\necho hi\n",
                ["answer"] = "no",
                ["count"] = 3,
                ["number"] = "3",
            }
        );

        Assert.Equal("task: |\n  #!/bin/sh\n  echo hi\nanswer: \"no\"\ncount: 3\nnumber: \"3\"\n", yaml);
    }
}
