using NodeTasker.Cli.Tasks;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Tasks;

public sealed class CommandScriptTests
{
    [Fact]
    public void One_word_is_a_line_of_shell() => Assert.Equal("#!/bin/sh\ndf -h | head -1\n", CommandScript.Of(["df -h | head -1"]));

    [Theory(Timeout = 30_000)]
    [InlineData("a b")]
    [InlineData("it's")]
    [InlineData("$HOME")]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("*;&|<>()")]
    [InlineData("\\\"`")]
    public async Task Several_words_reach_the_command_as_they_are(string word)
    {
        using var folder = new TempDir();
        var script = folder.Write("script", CommandScript.Of(["printf", "[%s]", word, "next"]), executable: true);

        var outcome = await RunningProcess.RunAsync(script, [], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal($"[{word}][next]", outcome.StandardOutput.TrimEnd('\n'));
    }
}
