using System.Text;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Results;

/// <summary>What is new in a result's output, which is all of it at first and then a head and a tail that moves on.</summary>
internal static class OutputTail
{
    /// <summary>The text that follows what <paramref name="shown"/> said.</summary>
    public static string After(RunRecord? shown, RunRecord now)
    {
        var text = now.Output ?? "";
        var before = shown is not null && shown.Run == now.Run && shown.Attempt == now.Attempt ? shown.Output ?? "" : "";
        if (text.StartsWith(before, StringComparison.Ordinal))
            return text[before.Length..];

        var bytes = Encoding.UTF8.GetBytes(text);
        var news = now.OutputBytes - shown!.OutputBytes;
        if (news <= 0)
            return "";

        var tail = bytes.Length - EndOfGap(bytes);
        return news <= tail ? LastOf(bytes, (int)news) : $"\n... {news - tail} bytes left out ...\n{LastOf(bytes, tail)}";
    }

    // The excerpt says in a line of its own what it leaves out; what follows is the tail.
    private static int EndOfGap(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> end = " ...\n"u8;
        var gap = bytes.IndexOf(" bytes left out, "u8);
        var length = gap < 0 ? -1 : bytes[gap..].IndexOf(end);
        return length < 0 ? 0 : gap + length + end.Length;
    }

    private static string LastOf(ReadOnlySpan<byte> bytes, int count)
    {
        var start = bytes.Length - count;
        while (start < bytes.Length && (bytes[start] & 0xC0) == 0x80)
            start++;
        return Encoding.UTF8.GetString(bytes[start..]);
    }
}
