using System.Text;

namespace CliWrap;

/// <summary>Where a process's standard input comes from.</summary>
public abstract partial class PipeSource
{
    /// <summary>Nothing: standard input is closed at once.</summary>
    public static PipeSource Null { get; } = Create((_, _) => Task.CompletedTask);

    /// <summary>Writes the source's content; the stream is closed afterwards. Cancelled when the process has ended.</summary>
    public abstract Task CopyToAsync(Stream destination, CancellationToken cancellationToken = default);

    /// <summary>A source that writes by itself.</summary>
    public static PipeSource Create(Func<Stream, CancellationToken, Task> handlePipeAsync) => new DelegatedSource(handlePipeAsync);

    /// <summary>A source that writes by itself, and blocks while it does.</summary>
    public static PipeSource Create(Action<Stream> handlePipe) =>
        Create((destination, cancellationToken) => Task.Run(() => handlePipe(destination), cancellationToken));

    /// <summary>The rest of a stream, which stays open; flushed after each chunk, or as the pipe sees fit.</summary>
    public static PipeSource FromStream(Stream stream, bool autoFlush) =>
        Create((destination, cancellationToken) => StreamCopying.CopyAsync(stream, destination, autoFlush, cancellationToken));

    /// <summary>The rest of a stream, which stays open; flushed after each chunk.</summary>
    public static PipeSource FromStream(Stream stream) => FromStream(stream, true);

    /// <summary>The content of a file.</summary>
    public static PipeSource FromFile(string filePath) => Create(async (destination, cancellationToken) =>
    {
        var file = new FileStream(filePath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        await using (file.ConfigureAwait(false))
            await StreamCopying.CopyAsync(file, destination, autoFlush: false, cancellationToken).ConfigureAwait(false);
    });

    /// <summary>Bytes.</summary>
    public static PipeSource FromBytes(ReadOnlyMemory<byte> data) =>
        Create((destination, cancellationToken) => destination.WriteAsync(data, cancellationToken).AsTask());

    /// <summary>Bytes.</summary>
    public static PipeSource FromBytes(byte[] data) => FromBytes((ReadOnlyMemory<byte>)data);

    /// <summary>Text.</summary>
    public static PipeSource FromString(string str, Encoding encoding) => FromBytes(encoding.GetBytes(str));

    /// <summary>Text in the console's encoding.</summary>
    public static PipeSource FromString(string str) => FromString(str, Console.InputEncoding);

    /// <summary>What another command writes to its standard output.</summary>
    public static PipeSource FromCommand(Command command, Func<Stream, Stream, CancellationToken, Task> copyStreamAsync) =>
        Create((destination, cancellationToken) => command
            .WithStandardOutputPipe(PipeTarget.Create((origin, token) => copyStreamAsync(origin, destination, token)))
            .ExecuteAsync(cancellationToken)
            .Task);

    /// <summary>What another command writes to its standard output.</summary>
    public static PipeSource FromCommand(Command command) =>
        FromCommand(command, (origin, destination, cancellationToken) => StreamCopying.CopyAsync(origin, destination, autoFlush: true, cancellationToken));

    private sealed class DelegatedSource(Func<Stream, CancellationToken, Task> handlePipeAsync) : PipeSource
    {
        public override Task CopyToAsync(Stream destination, CancellationToken cancellationToken = default) =>
            handlePipeAsync(destination, cancellationToken);
    }
}
