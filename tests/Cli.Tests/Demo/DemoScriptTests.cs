using NodeTasker.Cli.Demo;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Demo;

public sealed class DemoScriptTests : IDisposable
{
    private readonly TempDir _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 10_000)]
    public async Task Without_a_script_it_is_the_example_hello()
    {
        var task = await ReadAsync(null).WaitAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("#!/bin/sh\n", task, StringComparison.Ordinal);
        Assert.Contains("uname", task, StringComparison.Ordinal);
    }

    [Fact(Timeout = 10_000)]
    public async Task A_file_is_read_as_it_is() =>
        Assert.Equal(
            "echo 'ä'\n\n",
            await ReadAsync(_folder.Write("a.sh", "echo 'ä'\n\n")).WaitAsync(TestContext.Current.CancellationToken)
        );

    [Fact(Timeout = 10_000)]
    public async Task A_dash_is_standard_input() =>
        Assert.Equal("echo hi", await ReadAsync("-", "echo hi").WaitAsync(TestContext.Current.CancellationToken));

    [Fact(Timeout = 10_000)]
    public async Task An_empty_script_is_refused() =>
        Assert.Equal(
            "cannot use the script 'from stdin': it is empty; give a script with at least one command",
            await RefusalAsync("-", "").WaitAsync(TestContext.Current.CancellationToken)
        );

    [Fact(Timeout = 10_000)]
    public async Task A_folder_is_refused() =>
        Assert.Contains(
            "it is a folder; give a file",
            await RefusalAsync(_folder.Path).WaitAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );

    [Fact(Timeout = 10_000)]
    public async Task A_program_is_refused()
    {
        await File.WriteAllBytesAsync(
            _folder["program"],
            [0x7F, (byte)'E', (byte)'L', (byte)'F', 0xFF, 0xFE, 0x00],
            TestContext.Current.CancellationToken
        );

        Assert.Contains(
            "it is not UTF-8 text; give a script, not a program",
            await RefusalAsync(_folder["program"]),
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 10_000)]
    public async Task What_an_agent_would_reject_is_refused_before_anything_starts() =>
        Assert.Contains(
            "900",
            await RefusalAsync(_folder.Write("big.sh", "#" + new string('x', 901 * 1024))).WaitAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );

    [Fact(Timeout = 10_000)]
    public async Task Line_ends_of_windows_are_refused_with_the_cure() =>
        Assert.Contains(
            "CRLF",
            await RefusalAsync(_folder.Write("a.sh", "echo hi\r\n")).WaitAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );

    private static async Task<string> ReadAsync(string? script, string stdin = "") =>
        (await DemoScript.ReadAsync(script, new StringReader(stdin), TestContext.Current.CancellationToken)).Data["task"];

    private static async Task<string> RefusalAsync(string script, string stdin = "")
    {
        var refusal = await Assert.ThrowsAsync<CommandException>(() => ReadAsync(script, stdin));
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        return refusal.Message;
    }
}
