using System.Text;

namespace CliWrap;

/// <summary>Where a process's standard output or error goes.</summary>
public abstract partial class PipeTarget
{
    /// <summary>Nowhere: the pipe is closed unread, so a process that writes to it gets SIGPIPE.</summary>
    public static PipeTarget Null { get; } = Create((_, _) => Task.CompletedTask);

    /// <summary>Reads the stream to its end. Cancelled when the process is killed.</summary>
    public abstract Task CopyFromAsync(Stream origin, CancellationToken cancellationToken = default);

    /// <summary>A target that reads by itself.</summary>
    public static PipeTarget Create(Func<Stream, CancellationToken, Task> handlePipeAsync) => new DelegatedTarget(handlePipeAsync);

    /// <summary>A target that reads by itself, and blocks while it does.</summary>
    public static PipeTarget Create(Action<Stream> handlePipe) =>
        Create((origin, cancellationToken) => Task.Run(() => handlePipe(origin), cancellationToken));

    /// <summary>A stream, which stays open; flushed after each chunk, or as it sees fit.</summary>
    public static PipeTarget ToStream(Stream stream, bool autoFlush) =>
        Create((origin, cancellationToken) => StreamCopying.CopyAsync(origin, stream, autoFlush, cancellationToken));

    /// <summary>A stream, which stays open; flushed after each chunk.</summary>
    public static PipeTarget ToStream(Stream stream) => ToStream(stream, true);

    /// <summary>A file, overwritten if it exists.</summary>
    public static PipeTarget ToFile(string filePath) => Create(async (origin, cancellationToken) =>
    {
        var file = new FileStream(filePath, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0, useAsync: true);
        await using (file.ConfigureAwait(false))
            await StreamCopying.CopyAsync(origin, file, autoFlush: false, cancellationToken).ConfigureAwait(false);
    });

    /// <summary>Text, appended to a builder.</summary>
    public static PipeTarget ToStringBuilder(StringBuilder stringBuilder, Encoding encoding) =>
        Create((origin, cancellationToken) =>
            TextReading.ReadAsync(origin, encoding, text => stringBuilder.Append(text.Span), cancellationToken));

    /// <summary>Text in the default encoding, appended to a builder.</summary>
    public static PipeTarget ToStringBuilder(StringBuilder stringBuilder) => ToStringBuilder(stringBuilder, Encoding.Default);

    /// <summary>A handler, called for each line once it is whole, one at a time.</summary>
    public static PipeTarget ToDelegate(Func<string, CancellationToken, Task> handleLineAsync, Encoding encoding) =>
        Create((origin, cancellationToken) => TextReading.ReadLinesAsync(origin, encoding, handleLineAsync, cancellationToken));

    /// <summary>A handler of lines in the default encoding.</summary>
    public static PipeTarget ToDelegate(Func<string, CancellationToken, Task> handleLineAsync) =>
        ToDelegate(handleLineAsync, Encoding.Default);

    /// <summary>A handler of lines.</summary>
    public static PipeTarget ToDelegate(Func<string, Task> handleLineAsync, Encoding encoding) =>
        ToDelegate((line, _) => handleLineAsync(line), encoding);

    /// <summary>A handler of lines in the default encoding.</summary>
    public static PipeTarget ToDelegate(Func<string, Task> handleLineAsync) => ToDelegate(handleLineAsync, Encoding.Default);

    /// <summary>A handler of lines.</summary>
    public static PipeTarget ToDelegate(Action<string> handleLine, Encoding encoding) =>
        ToDelegate(
            (line, _) =>
            {
                handleLine(line);
                return Task.CompletedTask;
            },
            encoding);

    /// <summary>A handler of lines in the default encoding.</summary>
    public static PipeTarget ToDelegate(Action<string> handleLine) => ToDelegate(handleLine, Encoding.Default);

    /// <summary>All of the targets, each of which gets everything; the slowest sets the pace.</summary>
    public static PipeTarget Merge(params IEnumerable<PipeTarget> targets)
    {
        PipeTarget[] actual = [.. targets
            .SelectMany(target => target is MergedPipeTarget merged ? merged.Targets : [target])
            .Where(target => target != Null)];
        return actual switch
        {
            [] => Null,
            [var only] => only,
            _ => new MergedPipeTarget(actual),
        };
    }

    /// <summary>All of the targets, each of which gets everything; the slowest sets the pace.</summary>
    public static PipeTarget Merge(params PipeTarget[] targets) => Merge((IEnumerable<PipeTarget>)targets);

    private sealed class DelegatedTarget(Func<Stream, CancellationToken, Task> handlePipeAsync) : PipeTarget
    {
        public override Task CopyFromAsync(Stream origin, CancellationToken cancellationToken = default) =>
            handlePipeAsync(origin, cancellationToken);
    }
}
