using System.Buffers;

namespace NodeTasker.Cluster;

/// <summary>Lines of a stream as bytes. One line is in memory at a time, whatever its length and wherever the reads split it.</summary>
internal sealed class LineReader(Stream stream)
{
    private const int InitialSize = 16 * 1024;

    // An object has at most 1.5 MiB in etcd, and six bytes for one where JSON escapes it.
    private const int MaximumSize = 16 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _end;
    private int _scanned;

    /// <summary>The next non-empty line without its end, valid until the next call; null at the end of the stream.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var newline = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var line = Take(_scanned + newline, skip: 1);
                if (line.Length > 0)
                    return line;
                continue;
            }

            _scanned = _end;
            MakeRoom();
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            // The type must be spelt out: null alone would become an empty line, as an array converts to memory.
            if (read == 0)
                return _end > _start ? Take(_end, skip: 0) : (ReadOnlyMemory<byte>?)null;
            _end += read;
        }
    }

    private ReadOnlyMemory<byte> Take(int end, int skip)
    {
        var line = _buffer.AsMemory(_start, end - _start);
        _start = _scanned = end + skip;
        return line.Length > 0 && line.Span[^1] == (byte)'\r' ? line[..^1] : line;
    }

    private void MakeRoom()
    {
        var pending = _end - _start;
        if (_end < _buffer.Length && _start == 0)
            return;

        // A rare large line must not hold its memory for the rest of a watch that lasts for days.
        var size =
            pending == 0 ? InitialSize
            : pending > _buffer.Length / 2 ? _buffer.Length * 2
            : _buffer.Length;
        if (size > MaximumSize)
            throw new InvalidDataException($"A line of the stream is longer than {MaximumSize} bytes.");
        if (size == InitialSize ? _buffer.Length > InitialSize : size > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(size);
            _buffer.AsSpan(_start, pending).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_start, pending).CopyTo(_buffer);
        }

        _scanned -= _start;
        _start = 0;
        _end = pending;
    }
}
