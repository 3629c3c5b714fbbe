using System.Globalization;
using System.Text;

namespace NodeTasker.Cli.Views.Live;

/// <summary>How much room text takes on a terminal.</summary>
internal static class TerminalText
{
    /// <summary>How many cells.</summary>
    public static int CellsOf(string text) => text.EnumerateRunes().Sum(CellsOf);

    /// <summary><paramref name="text"/> on one line of at most <paramref name="cells"/>, with an ellipsis where something was cut.</summary>
    public static string Fit(string text, int cells)
    {
        if (cells <= 0)
            return "";
        var fitting = new StringBuilder();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // What moves the cursor must not get there, nor what turns the order around; here a tab does too.
            var shown = Rune.IsControl(rune) || HarmlessText.IsHarmful(rune) ? new Rune(' ') : rune;
            var width = CellsOf(shown);
            if (used + width > cells)
            {
                while (used > cells - 1 && fitting.Length > 0)
                    used -= RemoveLast(fitting);
                return fitting.Append('…').ToString();
            }

            fitting.Append(shown);
            used += width;
        }

        return fitting.ToString();
    }

    private static int RemoveLast(StringBuilder text)
    {
        var length = text.Length > 1 && char.IsLowSurrogate(text[^1]) ? 2 : 1;
        var cells = CellsOf(text.ToString(text.Length - length, length));
        text.Length -= length;
        return cells;
    }

    private static int CellsOf(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
            _ => IsWide(rune.Value) ? 2 : 1,
        };

    // East Asian Wide and emoji, by their blocks.
    private static bool IsWide(int code) =>
        code
            is (>= 0x1100 and <= 0x115F)
                or (>= 0x2E80 and <= 0x303E)
                or (>= 0x3041 and <= 0xA4CF)
                or (>= 0xAC00 and <= 0xD7A3)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0xFE30 and <= 0xFE6F)
                or (>= 0xFF00 and <= 0xFF60)
                or (>= 0xFFE0 and <= 0xFFE6)
                or (>= 0x1F300 and <= 0x1F64F)
                or (>= 0x1F900 and <= 0x1F9FF)
                or (>= 0x20000 and <= 0x3FFFD);
}
