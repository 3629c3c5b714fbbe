using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using CliWrap.Builders;

namespace NodeTasker.Polyfills.Tests.CliWrap;

public sealed class ArgumentsTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("plain")]
    [InlineData("two words")]
    [InlineData("tab\there")]
    [InlineData("line\nbreak\r\nand another\n")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("say \"hi\"")]
    [InlineData("\\")]
    [InlineData("\\\\")]
    [InlineData("ends with \\")]
    [InlineData("ends with \\\\")]
    [InlineData("\\\"")]
    [InlineData("\\\\\"")]
    [InlineData("a\\b c\\")]
    [InlineData("a\\\\\\\"b c")]
    [InlineData("'single' $HOME `id` $(id) * ? ; & | < > #")]
    [InlineData("--flag=value with space")]
    [InlineData("größe 漢字 🚀\u00A0nbsp\u2028")]
    public async Task An_argument_arrives_exactly_as_it_was_given(string argument)
    {
        var result = await Dummy.Run("echo-args", argument, "next").ExecuteBufferedAsync(Ended);

        Assert.Equal([argument, "next"], Dummy.ParseLines(result.StandardOutput));
    }

    [Fact(Timeout = 30_000)]
    public async Task Any_mix_of_special_characters_arrives_exactly_as_it_was_given()
    {
        var random = new Random(20_260_801);
        const string Alphabet = "\"\"\"\\\\\\  \t\n\r'a$é🚀-";
        string[] arguments = [.. Enumerable.Range(0, 2_000).Select(_ =>
        {
            var runes = Alphabet.EnumerateRunes().ToArray();
            return string.Concat(Enumerable.Range(0, random.Next(0, 9)).Select(_ => runes[random.Next(runes.Length)].ToString()));
        })];

        var result = await Dummy.Run(["echo-args", .. arguments]).ExecuteBufferedAsync(Ended);

        Assert.Equal(arguments, Dummy.ParseLines(result.StandardOutput));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_unescaped_string_is_taken_apart_by_the_usual_rules()
    {
        var command = Cli.Wrap(Dummy.Script).WithArguments("""echo-args one "two three" \"four""");

        var result = await command.ExecuteBufferedAsync(Ended);

        Assert.Equal(["one", "two three", "\"four"], Dummy.ParseLines(result.StandardOutput));
    }

    [Fact]
    public void The_builder_joins_what_it_is_given_and_formats_without_a_culture()
    {
        var command = Cli.Wrap("x").WithArguments(arguments => arguments
            .Add("a b")
            .Add("c d", false)
            .Add(["e", "f g"])
            .Add(["h", "i j"], false)
            .Add(1.5)
            .Add(new DateOnly(2026, 1, 31), CultureInfo.InvariantCulture)
            .Add(new IFormattable[] { 2, 3.25m }));

        Assert.Equal("""
            "a b" c d e "f g" h i j 1.5 01/31/2026 2 3.25
            """, command.Arguments);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a b\\", "\"a b\\\\\"")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a\\\"b", "\"a\\\\\\\"b\"")]
    public void Only_what_needs_quotes_is_quoted(string argument, string escaped)
    {
        Assert.Equal(escaped, ArgumentsBuilder.Escape(argument));
    }

    [Fact(Timeout = 30_000)]
    public async Task No_arguments_are_no_arguments()
    {
        var result = await Dummy.Run("echo-args").ExecuteBufferedAsync(Ended);

        Assert.Empty(result.StandardOutput);
    }
}
