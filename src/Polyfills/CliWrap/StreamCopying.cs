using System.Buffers;

namespace CliWrap;

internal static class StreamCopying
{
    // What a Linux pipe holds: one read can empty a full one.
    private const int BufferSize = 64 * 1024;

    public static async Task CopyAsync(Stream origin, Stream destination, bool autoFlush, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int count;
            while ((count = await origin.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                if (autoFlush)
                    await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
