using NodeTasker.Cli.Tasks;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Tasks;

public sealed class ScriptTextTests : IDisposable
{
    private readonly TempDir _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_read_as_it_is() => Assert.Equal("echo 'ä'\n\n", await ReadAsync(_folder.Write("a.sh", "echo 'ä'\n\n")));

    [Fact]
    public async Task A_dash_is_standard_input() => Assert.Equal("echo hi", await ReadAsync("-", "echo hi"));

    [Fact]
    public async Task A_folder_is_refused() => await AssertRefusedAsync(_folder.Path, "it is a folder; give a file");

    [Fact(Timeout = 10_000)]
    public async Task A_program_is_refused()
    {
        byte[] elf = [0x7F, (byte)'E', (byte)'L', (byte)'F', 0xFF, 0xFE, 0x00];
        await File.WriteAllBytesAsync(_folder["program"], elf, TestContext.Current.CancellationToken);

        await AssertRefusedAsync(_folder["program"], "it is not UTF-8 text; give a script, not a program");
    }

    [Theory]
    [InlineData("", "the script is empty; give a script with at least one command")]
    [InlineData("echo hi\r\n", "CRLF")]
    public void What_an_agent_would_reject_is_refused_with_the_cure(string script, string message)
    {
        var refusal = Assert.Throws<CommandException>(() => CheckedTask.Of(TaskContent.Of(script).ToDocument("t"), "the script"));

        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_is_too_large_is_refused()
    {
        var content = TaskContent.Of("#" + new string('x', 901 * 1024));

        Assert.Contains(
            "900",
            Assert.Throws<CommandException>(() => CheckedTask.Of(content.ToDocument("t"), "it")).Message,
            StringComparison.Ordinal
        );
    }

    private static Task<string> ReadAsync(string script, string stdin = "") =>
        ScriptText.ReadAsync(script, new StringReader(stdin), TestContext.Current.CancellationToken);

    private static async Task AssertRefusedAsync(string script, string why)
    {
        var refusal = await Assert.ThrowsAsync<CommandException>(() => ReadAsync(script));
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }
}
