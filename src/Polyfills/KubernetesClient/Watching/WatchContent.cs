using System.Net;
using System.Text.Json;

namespace k8s;

/// <summary>The body of a started watch: its first line has arrived, the rest is read as it comes.</summary>
internal sealed class WatchContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly LineReader _lines;
    private ReadOnlyMemory<byte>? _first;

    private WatchContent(HttpContent inner, LineReader lines, ReadOnlyMemory<byte> first, JsonSerializerOptions options)
    {
        _inner = inner;
        _lines = lines;
        _first = first;
        Options = options;
        foreach (var (name, values) in inner.Headers) Headers.TryAddWithoutValidation(name, values);
    }

    public JsonSerializerOptions Options { get; }

    public static async Task<WatchContent> StartAsync(HttpContent content, JsonSerializerOptions options, CancellationToken cancellationToken)
    {
        var lines = new LineReader(await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        var first = await lines.ReadAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new HttpRequestException("The watch ended before its first event.", new EndOfStreamException("The server closed the watch without an event."));
        return new WatchContent(content, lines, first, options);
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadLineAsync(CancellationToken cancellationToken)
    {
        if (_first is not { } first) return _lines.ReadAsync(cancellationToken);
        _first = null;
        return ValueTask.FromResult<ReadOnlyMemory<byte>?>(first);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext context)
        => throw new NotSupportedException("The body of a watch is read as its events.");

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }
}
