using System.IO.Pipelines;

namespace CliWrap;

/// <summary>Gives each target a pipe of its own and fills them all from the origin; a full one holds the others back.</summary>
internal sealed class MergedPipeTarget(IReadOnlyList<PipeTarget> targets) : PipeTarget
{
    private const int ReadSize = 32 * 1024;

    public IReadOnlyList<PipeTarget> Targets { get; } = targets;

    public override async Task CopyFromAsync(Stream origin, CancellationToken cancellationToken = default)
    {
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pipes = Targets.Select(_ => new Pipe()).ToArray();
        var readers = Targets.Select((target, i) => ReadAsync(target, pipes[i].Reader, failure)).ToArray();

        await Task.WhenAll([FillAsync(origin, [.. pipes.Select(pipe => pipe.Writer)], failure.Token), .. readers])
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // The targets' own errors count, not the cancellations that followed from them.
        var faulted = readers.FirstOrDefault(reader => reader.IsFaulted);
        await (faulted ?? Task.WhenAll(readers)).ConfigureAwait(false);
    }

    private static async Task ReadAsync(PipeTarget target, PipeReader reader, CancellationTokenSource failure)
    {
        try
        {
            var stream = reader.AsStream();
            await using (stream.ConfigureAwait(false))
                await target.CopyFromAsync(stream, failure.Token).ConfigureAwait(false);
        }
        catch
        {
            await failure.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task FillAsync(Stream origin, List<PipeWriter> writers, CancellationToken cancellationToken)
    {
        var buffer = new byte[ReadSize];
        Exception? error = null;
        try
        {
            int count;
            while (writers.Count > 0 && (count = await origin.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                foreach (var writer in writers.ToArray())
                {
                    var result = await writer.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                    if (result.IsCompleted)
                        writers.Remove(writer);
                }
            }
        }
        catch (Exception exception)
        {
            // Handed to the readers, which fail with it.
            error = exception;
        }

        foreach (var writer in writers)
            await writer.CompleteAsync(error).ConfigureAwait(false);
    }
}
