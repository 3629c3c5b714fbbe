using NodeTasker.Cli.Views;

namespace NodeTasker.Cli.Tests.Views;

public sealed class HarmlessTextTests
{
    [Theory]
    [InlineData("plain, tab\tand ünïcödé 👩‍💻\n", "plain, tab\tand ünïcödé 👩‍💻\n")]
    [InlineData("\e[2J\e[H", "^[[2J^[[H")]
    [InlineData("\e]0;title\a", "^[]0;title^G")]
    [InlineData("\e[31;1", "^[[31;1")]
    [InlineData("\e", "^[")]
    [InlineData("a\b\0\x7f", "a^H^@^?")]
    [InlineData("\u009b2J\u0085", "<U+009B>2J<U+0085>")]
    [InlineData("\u202egpj.exe\u2066\ufeff\u2028", "<U+202E>gpj.exe<U+2066><U+FEFF><U+2028>")]
    [InlineData("\U000E0041", "<U+E0041>")]
    [InlineData("dos\r\nlines\r\n", "dos\nlines\n")]
    [InlineData("10%\r20%\r", "10%\n20%\n")]
    public void What_controls_a_terminal_is_made_visible(string text, string shown) => Assert.Equal(shown, HarmlessText.Of(text));

    [Theory]
    [InlineData("\e[1;31mred\e[0m\n", "\e[1;31mred\e[0m\n")]
    [InlineData("\e[38:5:1mred\e[m\n", "\e[38:5:1mred\e[m\n")]
    [InlineData("\e[8mhidden\nnext", "\e[8mhidden\e[0m\nnext")]
    [InlineData("\e[8mhidden", "\e[8mhidden\e[0m")]
    public void Colours_stay_and_end_with_their_line(string text, string shown) => Assert.Equal(shown, HarmlessText.Of(text));

    [Fact(Timeout = 10_000)]
    public async Task A_terminal_gets_nothing_else_however_it_is_written_to()
    {
        await using var terminal = new StringWriter();
        await using var writer = new TerminalWriter(terminal);

        writer.Write('\e');
        writer.Write("\e".ToCharArray());
        writer.Write("\e".AsSpan());
        writer.WriteLine("\e");
        await writer.WriteAsync("\e");
        await writer.WriteLineAsync("\e".AsMemory(), TestContext.Current.CancellationToken);
        await writer.WriteLineAsync("\e");

        Assert.Equal("^[^[^[^[\n^[^[\n^[\n", terminal.ToString());
    }
}
