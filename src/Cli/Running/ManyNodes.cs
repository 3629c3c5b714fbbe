using NodeTasker.Cli.Connecting;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Running;

/// <summary>The question before many nodes are touched.</summary>
internal static class ManyNodes
{
    private const int Unasked = 50;

    /// <summary>The nodes that <paramref name="spec"/> selects, whether or not they can have an agent.</summary>
    public static IReadOnlyList<NodeFacts> SelectedBy(TaskSpec spec, IEnumerable<NodeFacts> nodes) =>
        [.. nodes.Where(node => spec.Nodes.Matches(node.Name) && spec.NodeSelector.Matches(node.Labels))];

    /// <summary>Asks, if there are many and somebody who can answer.</summary>
    /// <exception cref="CommandException">The answer is no, or can't be heard.</exception>
    public static async Task AskAsync(int nodes, ClusterAccess cluster, CommandContext context, CancellationToken cancellationToken)
    {
        if (nodes <= Unasked || context.Streams.OpenAnswers is not { } open)
            return;

        using var answers = Open(open, nodes);
        await context.Streams.Error.WriteAsync($"This runs on {nodes} nodes of {cluster.Context ?? cluster.Host}. Go on? [y/N] ");
        await context.Streams.Error.FlushAsync(cancellationToken);
        var answer = await Task.Run(answers.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        if (answer?.Trim().ToLowerInvariant() is not ("y" or "yes"))
            throw new CommandException(ExitCodes.Usage, "nothing was set. --yes goes on without asking.");
    }

    private static TextReader Open(Func<TextReader> open, int nodes)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                ExitCodes.Usage,
                $"this runs on {nodes} nodes, and there is no terminal to ask on ({e.Message}); nothing was set. --yes goes on without asking."
            );
        }
    }
}
