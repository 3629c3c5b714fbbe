namespace NodeTasker.HostAgent.Hosting;

/// <summary>The first <paramref name="limit"/> bytes of a stream, or of each of its lines; then its end, or an error.</summary>
internal sealed class BoundedStream(Stream inner, long limit, bool throws, bool perLine = false) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var part = buffer[..Room(buffer.Length)];
        var read = await inner.ReadAsync(part, cancellationToken);
        return Count(part.Span[..read]);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // KubernetesClient deserializes synchronously.
    public override int Read(Span<byte> buffer)
    {
        var part = buffer[..Room(buffer.Length)];
        return Count(part[..inner.Read(part)]);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private int Room(int wanted) => throws ? wanted : (int)Math.Min(wanted, limit - _read);

    private int Count(ReadOnlySpan<byte> read)
    {
        var lineEnd = perLine ? read.LastIndexOf((byte)'\n') : -1;
        _read = lineEnd < 0 ? _read + read.Length : read.Length - lineEnd - 1;
        return _read <= limit
            ? read.Length
            : throw new IOException(
                $"The API server's answer is longer than {limit >> 20} MiB, which none is. Does something else answer at its address?"
            );
    }
}
