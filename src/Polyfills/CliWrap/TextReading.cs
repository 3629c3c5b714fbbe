using System.Buffers;
using System.Text;

namespace CliWrap;

internal static class TextReading
{
    private const int BufferSize = 4096;

    public static async Task ReadAsync(Stream origin, Encoding encoding, Action<ReadOnlyMemory<char>> handle, CancellationToken cancellationToken)
    {
        using var reader = OpenReader(origin, encoding);
        var buffer = ArrayPool<char>.Shared.Rent(BufferSize);
        try
        {
            int count;
            while ((count = await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                handle(buffer.AsMemory(0, count));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    // Not StreamReader.ReadLineAsync: after a carriage return that waits for what follows, which holds a progress line back.
    public static async Task ReadLinesAsync(
        Stream origin,
        Encoding encoding,
        Func<string, CancellationToken, Task> handleLineAsync,
        CancellationToken cancellationToken)
    {
        using var reader = OpenReader(origin, encoding);
        var line = new StringBuilder();
        var buffer = ArrayPool<char>.Shared.Rent(BufferSize);
        try
        {
            var afterCarriageReturn = false;
            int count;
            while ((count = await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                for (var start = 0; start < count;)
                {
                    if (afterCarriageReturn && buffer[start] == '\n')
                        start++;
                    afterCarriageReturn = false;

                    var length = buffer.AsSpan(start, count - start).IndexOfAny('\r', '\n');
                    if (length < 0)
                    {
                        line.Append(buffer, start, count - start);
                        break;
                    }

                    line.Append(buffer, start, length);
                    afterCarriageReturn = buffer[start + length] == '\r';
                    start += length + 1;
                    await handleLineAsync(line.ToString(), cancellationToken).ConfigureAwait(false);
                    line.Clear();
                }
            }

            if (line.Length > 0)
                await handleLineAsync(line.ToString(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static StreamReader OpenReader(Stream origin, Encoding encoding) =>
        new(origin, encoding, detectEncodingFromByteOrderMarks: false, BufferSize, leaveOpen: true);
}
