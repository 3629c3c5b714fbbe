using System.Globalization;
using System.Text;

namespace NodeTasker.Cli.Views.Live;

/// <summary>The last lines of a terminal, redrawn in place; what is said for good goes above them. Not for two threads at once.</summary>
internal sealed class LiveArea(TextWriter writer, bool hasColours)
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";
    private const string EraseToEnd = "\e[J";
    private const string Reset = "\e[0m";
    private List<int> _drawn = [];
    private bool _isOpen;

    /// <summary>Says <paramref name="above"/> and draws <paramref name="area"/> below it.</summary>
    /// <param name="above">Lines for good; the terminal wraps them if it has to.</param>
    /// <param name="area">Lines to be drawn over next time.</param>
    /// <param name="width">Of the terminal now.</param>
    public void Draw(IEnumerable<LiveLine> above, IReadOnlyList<LiveLine> area, int width)
    {
        var text = new StringBuilder(_isOpen ? "" : HideCursor);
        _isOpen = true;
        AppendErase(text, width);
        foreach (var line in above)
            Append(text, line, int.MaxValue).Append("\r\n");

        // One cell is left free: a full line would make some terminals go to the next.
        text.AppendJoin("\r\n", area.Select(line => Append(new StringBuilder(), line, width - 1).ToString()));
        _drawn = [.. area.Select(line => TerminalText.CellsOf(TerminalText.Fit(line.Text, width - 1)))];
        Write(text);
    }

    /// <summary>Takes the area away and gives the cursor back.</summary>
    public void Close(int width)
    {
        if (!_isOpen)
            return;
        _isOpen = false;
        var text = new StringBuilder();
        AppendErase(text, width);
        _drawn = [];
        Write(text.Append(ShowCursor));
    }

    private void Write(StringBuilder text)
    {
        writer.Write(text.ToString());
        writer.Flush();
    }

    // A terminal that became narrower has wrapped what was drawn.
    private void AppendErase(StringBuilder text, int width)
    {
        if (_drawn.Count == 0)
            return;
        var rows = _drawn.Sum(cells => Math.Max(1, (cells + width - 1) / width));
        text.Append('\r');
        if (rows > 1)
            text.Append(CultureInfo.InvariantCulture, $"\e[{rows - 1}A");
        text.Append(EraseToEnd);
    }

    private StringBuilder Append(StringBuilder text, LiveLine line, int cells)
    {
        var fitting = TerminalText.Fit(line.Text, cells);
        return hasColours && line.Colour is { } colour
            ? text.Append(CultureInfo.InvariantCulture, $"\e[{(int)colour}m").Append(fitting).Append(Reset)
            : text.Append(fitting);
    }
}

/// <summary>A line and its colour; null is the terminal's own.</summary>
internal readonly record struct LiveLine(string Text, LiveColour? Colour = null);

/// <summary>Colours that every terminal has, as SGR numbers.</summary>
internal enum LiveColour
{
    Red = 31,
    Green = 32,
    Yellow = 33,
    Grey = 90,
}
