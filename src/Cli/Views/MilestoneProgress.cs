using NodeTasker.Cli.Following;

namespace NodeTasker.Cli.Views;

/// <summary>For pipes, logs and dumb terminals: a line when a node starts, and one when it has ended.</summary>
internal sealed class MilestoneProgress(TextWriter writer) : IProgressDisplay
{
    private Progress? _shown;

    /// <inheritdoc/>
    public void Show(Progress progress)
    {
        foreach (var (line, _) in ProgressLines.Between(_shown, progress, withStarts: true))
            writer.WriteLine(line);
        writer.Flush();
        // While the connection is lost nothing is known anew.
        _shown = progress.Trouble is null || _shown is null ? progress : _shown with { Trouble = progress.Trouble };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
