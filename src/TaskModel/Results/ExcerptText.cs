using System.Buffers;
using System.Text;

namespace NodeTasker.TaskModel;

/// <summary>Output bytes as harmless text, and how much room that text takes.</summary>
internal static class ExcerptText
{
    private static readonly Rune LineFeed = new('\n');

    /// <summary>How many bytes of UTF-8 <paramref name="output"/> becomes.</summary>
    public static int Measure(ReadOnlySpan<byte> output)
    {
        var size = 0;
        while (!output.IsEmpty)
        {
            output = output[Next(output, out var rune)..];
            size += rune.Utf8SequenceLength;
        }

        return size;
    }

    /// <summary>How many of the first bytes of <paramref name="output"/> can be rendered within <paramref name="room"/>.</summary>
    public static int PrefixWithin(ReadOnlySpan<byte> output, int room)
    {
        var end = 0;
        while (end < output.Length)
        {
            var length = Next(output[end..], out var rune);
            room -= rune.Utf8SequenceLength;
            if (room < 0)
                break;

            end += length;
        }

        return end;
    }

    /// <summary>Where the longest end of <paramref name="output"/> begins that can be rendered within <paramref name="room"/>.</summary>
    public static int StartWithin(ReadOnlySpan<byte> output, int room)
    {
        var size = Measure(output);
        var start = 0;
        while (size > room && start < output.Length)
        {
            start += Next(output[start..], out var rune);
            size -= rune.Utf8SequenceLength;
        }

        return start;
    }

    public static string Render(ReadOnlySpan<byte> output)
    {
        var text = new StringBuilder(output.Length);
        while (!output.IsEmpty)
        {
            output = output[Next(output, out var rune)..];
            text.Append(rune);
        }

        return text.ToString();
    }

    /// <summary>Without a character that only begins at the end of <paramref name="output"/>.</summary>
    public static ReadOnlySpan<byte> WithoutHalfAtEnd(ReadOnlySpan<byte> output)
    {
        for (var start = output.Length - 1; start >= 0 && start >= output.Length - 3; start--)
        {
            if (!IsContinuation(output[start]))
                return Rune.DecodeFromUtf8(output[start..], out _, out _) == OperationStatus.NeedMoreData ? output[..start] : output;
        }

        return output;
    }

    /// <summary>Without a character that only ends at the start of <paramref name="output"/>.</summary>
    public static ReadOnlySpan<byte> WithoutHalfAtStart(ReadOnlySpan<byte> output)
    {
        var start = 0;
        while (start < output.Length && start < 3 && IsContinuation(output[start]))
            start++;

        return output[start..];
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    private static int Next(ReadOnlySpan<byte> output, out Rune rune)
    {
        var status = Rune.DecodeFromUtf8(output, out rune, out var length);
        if (status != OperationStatus.Done || !Rune.IsControl(rune))
            return length;

        var isCarriageReturn = rune.Value == '\r';
        if (isCarriageReturn)
            rune = LineFeed;
        else if (rune.Value is not ('\n' or '\t'))
            rune = Rune.ReplacementChar;

        return isCarriageReturn && output.Length > 1 && output[1] == (byte)'\n' ? 2 : length;
    }
}
