using System.Threading.Channels;
using CliWrap;

namespace NodeTasker.Polyfills.Tests.CliWrap;

/// <summary>Lets a test wait for what a child says.</summary>
internal sealed class LineLatch
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public LineLatch() => Target = PipeTarget.ToDelegate(line => _lines.Writer.TryWrite(line));

    public PipeTarget Target { get; }

    public ValueTask<string> NextAsync(CancellationToken cancellationToken) => _lines.Reader.ReadAsync(cancellationToken);
}
