using NodeTasker.Cli.Results;

namespace NodeTasker.Cli.Views;

/// <summary>For pipes, logs and dumb terminals: a line when a node starts, and one when it has ended.</summary>
internal sealed class MilestoneDisplay(TextWriter writer) : IRolloutDisplay
{
    /// <inheritdoc/>
    public Task ShowWhileAsync(Rollout first, Func<Action<Rollout>, Task> work)
    {
        var shown = first;
        return work(next =>
        {
            foreach (var line in LinesBetween(shown, next))
                writer.WriteLine(line);
            shown = next;
        });
    }

    /// <summary>What is worth a line of what has changed.</summary>
    public static IEnumerable<string> LinesBetween(Rollout before, Rollout after) =>
        before
            .Nodes.Zip(after.Nodes)
            .Where(node => OutcomeTable.PhaseOf(node.First) != OutcomeTable.PhaseOf(node.Second))
            .Select(node => $"[{after.Finished}/{after.Nodes.Count}] {OutcomeLine.Render(node.Second)}");
}
