using NodeTasker.Cli.Tests.Kit;
using NodeTasker.Cli.Views.Live;

namespace NodeTasker.Cli.Tests.Views.Live;

public sealed class LiveAreaTests
{
    [Fact]
    public void What_is_said_stays_and_the_area_is_drawn_over()
    {
        var sent = new StringWriter();
        var area = new LiveArea(sent, hasColours: true);

        area.Draw([], [new("one", LiveColour.Red), new("bar 1")], 40);
        area.Draw([new("said", LiveColour.Green)], [new("bar 2")], 40);
        area.Draw([], [new("one"), new("two"), new("bar 3")], 40);
        var drawn = Screen.Of(sent.ToString(), 40);
        area.Close(40);
        var closed = Screen.Of(sent.ToString(), 40);

        Assert.Equal(["said", "one", "two", "bar 3"], drawn.Lines);
        Assert.False(drawn.IsCursorShown);
        Assert.Equal(["said", ""], closed.Lines);
        Assert.True(closed.IsCursorShown && closed.IsPlain);
    }

    [Fact]
    public void Without_colours_none_are_sent()
    {
        var sent = new StringWriter();

        new LiveArea(sent, hasColours: false).Draw([new("said", LiveColour.Green)], [new("bar", LiveColour.Red)], 40);

        Assert.DoesNotContain("m", sent.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_that_became_narrower_has_wrapped_what_is_to_be_taken_away()
    {
        var sent = new StringWriter();
        var area = new LiveArea(sent, hasColours: false);
        area.Draw([], [new(new string('a', 70)), new("bar")], 80);
        sent.GetStringBuilder().Clear();

        area.Draw([], [new("bar")], 30);

        // 70 characters are three rows of 30, and the bar is one.
        Assert.StartsWith("\r\e[3A\e[J", sent.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("exactly 10", 10, "exactly 10")]
    [InlineData("eleven long", 10, "eleven lo…")]
    [InlineData("漢字漢字漢字", 7, "漢字漢…")]
    [InlineData("漢字漢字漢字", 6, "漢字…")]
    [InlineData("e\u0301e\u0301", 2, "e\u0301e\u0301")]
    [InlineData("tab\tesc\e[2J", 20, "tab esc [2J")]
    [InlineData("any", 1, "…")]
    [InlineData("any", 0, "")]
    public void Text_is_cut_to_the_cells_that_it_has(string text, int cells, string expected) =>
        Assert.Equal(expected, TerminalText.Fit(text, cells));
}
