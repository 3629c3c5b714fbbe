using System.Globalization;
using System.Text.RegularExpressions;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Results;

/// <summary>What is new in a result's output, which is all of it at first and then a head and a tail that moves on.</summary>
/// <remarks>
/// The result counts the bytes that were written; its text shows what is left of them: CR LF is a line feed, what is no text is U+FFFD.
/// So the place where the news begins is searched for: what is before it has been shown, and what is behind it can be that many bytes.
/// </remarks>
internal static partial class OutputTail
{
    private const char Replacement = '\ufffd';

    /// <summary>The text that follows what <paramref name="shown"/> said; a line in it says what is left out, or may be repeated.</summary>
    public static string After(RunRecord? shown, RunRecord now)
    {
        var text = now.Output ?? "";
        var isSame = shown is not null && shown.Run == now.Run && shown.Attempt == now.Attempt;
        if (!isSame || shown!.Output is not { Length: > 0 } before)
            return text;
        if (text.StartsWith(before, StringComparison.Ordinal))
            return text[before.Length..];
        var news = now.OutputBytes - shown.OutputBytes;
        if (news <= 0)
            return "";

        var (head, tail, size) = Parts(text, now);
        var (least, spare) = SizeOf(tail);
        var all = SizeOf(head);
        // How many of the bytes that the text doesn't show there are in all, and how many of them at least in the tail.
        var hidden = size - all.Least - least;
        var most = least + Math.Min(hidden, spare);
        if (news > most)
            return $"\n... {news - most} bytes left out ...\n{tail}";

        var from = BeginningsOf(tail, Parts(before, shown).Tail, news, hidden, all.Spare + spare);
        return from switch
        {
            [var only] => tail[only..],
            [.., var first] => $"\n... what follows may be repeated ...\n{tail[first..]}",
            [] => $"\n... what follows may be repeated ...\n{tail}",
        };
    }

    /// <summary>Where in <paramref name="tail"/> the news may begin, the last place first.</summary>
    private static List<int> BeginningsOf(string tail, string shown, long news, long hidden, long spare)
    {
        var (whole, half) = (new List<int>(), new List<int>());
        var (least, own) = (0L, 0L);
        for (var at = tail.Length; ; at--)
        {
            // So many bytes are behind this place.
            var from = least + Math.Max(0, hidden - (spare - own));
            var to = least + Math.Min(hidden, own);
            var before = tail.AsSpan(0, at);
            if (from > news + 3)
                break;
            if (at < tail.Length && char.IsLowSurrogate(tail[at])) { }
            else if (from <= news && news <= to && EndAlike(shown, before))
                whole.Add(at);
            else if (IsEndOfHalf(shown, before, news, from, to))
                half.Add(at);
            if (at == 0)
                break;
            var (size, more) = SizeOf(tail[at - 1]);
            (least, own) = (least + size, own + more);
        }

        return whole.Count > 0 ? whole : half;
    }

    // What was shown last was half of a line's end, whose rest is no more text; or some of a character, all of which is other text.
    private static bool IsEndOfHalf(ReadOnlySpan<char> shown, ReadOnlySpan<char> before, long news, long from, long to) =>
        shown switch
        {
            [.., '\n'] => from <= news - 1 && news - 1 <= to && EndAlike(shown, before),
            [.. var whole, Replacement] => from <= news + 3 && news + 1 <= to && EndAlike(whole, before),
            _ => false,
        };

    private static bool EndAlike(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var length = Math.Min(left.Length, right.Length);
        return left[^length..].SequenceEqual(right[^length..]);
    }

    /// <summary>What is before and behind the line that says how much is left out between them, and how many bytes they were.</summary>
    private static (string Head, string Tail, long Size) Parts(string text, RunRecord record)
    {
        // A script can write such a line as well; the count tells which one is the agent's.
        foreach (Match gap in Gap().Matches(record.OutputTruncated ? text : ""))
        {
            var (head, tail) = (text[..gap.Index], text[(gap.Index + gap.Length)..]);
            var size = record.OutputBytes - long.Parse(gap.Groups[1].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
            var (ofHead, ofTail) = (SizeOf(head), SizeOf(tail));
            var least = ofHead.Least + ofTail.Least;
            if (least <= size && size <= least + ofHead.Spare + ofTail.Spare)
                return (head, tail, size);
        }

        return ("", text, record.OutputBytes);
    }

    private static (long Least, long Spare) SizeOf(string text)
    {
        var (least, spare) = (0L, 0L);
        foreach (var value in text)
        {
            var (size, more) = SizeOf(value);
            (least, spare) = (least + size, spare + more);
        }

        return (least, spare);
    }

    /// <summary>How many bytes have become this character at least, and how many more it can have been.</summary>
    private static (int Least, int Spare) SizeOf(char value) =>
        value switch
        {
            '\n' => (1, 1),
            Replacement => (1, 2),
            < '\u0080' => (1, 0),
            < '\u0800' => (2, 0),
            _ when char.IsSurrogate(value) => (2, 0),
            _ => (3, 0),
        };

    [GeneratedRegex(@"\n\.\.\. ([0-9,]{1,30}) bytes left out[^\n]*\n", RegexOptions.CultureInvariant)]
    private static partial Regex Gap();
}
