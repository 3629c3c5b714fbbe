using System.Globalization;
using System.Text;

namespace NodeTasker.Cli.Views;

/// <summary>Text as a terminal may get it. What nodes write is theirs: sequences in it could clear the screen, set the clipboard, or show something else than there is.</summary>
internal static class HarmlessText
{
    private const string Reset = "\e[0m";
    private const int LongestColour = 32;

    /// <summary>
    /// <paramref name="text"/> with what controls a terminal, or changes the order of what is read, made visible: <c>^[</c>, <c>&lt;U+202E&gt;</c>.
    /// Tabs and ends of line stay, a return becomes an end of line. Colours stay, but end with their line: they can't hide what others say.
    /// </summary>
    public static string Of(string text)
    {
        if (!text.EnumerateRunes().Any(IsHarmful))
            return text;

        var harmless = new StringBuilder(text.Length);
        var isColoured = false;
        for (var at = 0; at < text.Length; )
        {
            if (ColourAt(text, at) is { Length: > 0 } colour)
            {
                harmless.Append(colour);
                isColoured = colour is not ("\e[m" or Reset);
                at += colour.Length;
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            at += length;
            if (rune.Value == '\r')
            {
                if (at < text.Length && text[at] == '\n')
                    continue;
                rune = new Rune('\n');
            }

            if (rune.Value == '\n' && isColoured)
            {
                harmless.Append(Reset);
                isColoured = false;
            }

            if (IsHarmful(rune))
                harmless.Append(Visible(rune));
            else
                harmless.Append(rune);
        }

        return harmless.Append(isColoured ? Reset : "").ToString();
    }

    /// <summary>Whether it does something to a terminal, or to the order of what is read, but be seen.</summary>
    public static bool IsHarmful(Rune rune) =>
        rune.Value is not ('\n' or '\t')
        && Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
            // Joiners belong to scripts and emoji.
            UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
            _ => false,
        };

    private static string ColourAt(string text, int start)
    {
        if (text[start] != '\e' || start + 1 == text.Length || text[start + 1] != '[')
            return "";

        var end = start + 2;
        while (end < text.Length && end - start < LongestColour && (char.IsAsciiDigit(text[end]) || text[end] is ';' or ':'))
            end++;
        return end < text.Length && text[end] == 'm' ? text[start..(end + 1)] : "";
    }

    private static string Visible(Rune rune) => rune.Value is < ' ' or 0x7F ? $"^{(char)(rune.Value ^ 0x40)}" : $"<U+{rune.Value:X4}>";
}
