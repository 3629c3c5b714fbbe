using System.Globalization;
using System.Text;

namespace NodeTasker.TaskModel;

/// <summary>A value as a message shows it: on one line, not too long, with what is invisible made visible.</summary>
internal static class Shown
{
    private const int MaxCharacters = 60;

    public static string Of(ReadOnlySpan<char> value)
    {
        var shown = new StringBuilder();
        foreach (var character in value[..Math.Min(value.Length, MaxCharacters)])
            Append(shown, character);

        if (value.Length > MaxCharacters)
            shown.Append(CultureInfo.InvariantCulture, $"… ({value.Length:N0} characters)");

        return shown.ToString();
    }

    private static void Append(StringBuilder shown, char character) =>
        _ = character switch
        {
            '\n' => shown.Append("\\n"),
            '\r' => shown.Append("\\r"),
            '\t' => shown.Append("\\t"),
            '\0' => shown.Append("\\0"),
            _ when char.IsControl(character) || char.IsSurrogate(character) || IsInvisible(character) => shown.Append(
                CultureInfo.InvariantCulture,
                $"\\u{(int)character:x4}"
            ),
            _ => shown.Append(character),
        };

    private static bool IsInvisible(char character) =>
        char.GetUnicodeCategory(character)
            is UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
        || (character != ' ' && char.IsWhiteSpace(character));
}
