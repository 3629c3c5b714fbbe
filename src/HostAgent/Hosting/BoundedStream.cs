namespace NodeTasker.HostAgent.Hosting;

/// <summary>The first <paramref name="limit"/> bytes of a stream; then its end, or an error.</summary>
internal sealed class BoundedStream(Stream inner, long limit, bool throws) : Stream
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
        var left = limit - _read;
        if (left == 0 && !throws) return 0;
        var read = await inner.ReadAsync(throws ? buffer : buffer[..(int)Math.Min(buffer.Length, left)], cancellationToken);
        _read += read;
        return _read <= limit ? read : throw new IOException($"The API server's answer is longer than {limit >> 20} MiB, which none is. Does something else answer at its address?");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
