using NodeTasker.Cli.Connecting;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Rollouts;

namespace NodeTasker.Cli.Running;

/// <summary>The question before many nodes are touched.</summary>
internal static class ManyNodes
{
    private const int Unasked = 50;

    /// <summary>How many nodes <paramref name="spec"/> selects.</summary>
    public static int SelectedBy(TaskSpec spec, IEnumerable<NodeFacts> nodes) => nodes.Count(node => spec.Nodes.Matches(node.Name) && spec.NodeSelector.Matches(node.Labels));

    /// <summary>Asks, if there are many and somebody who can answer.</summary>
    /// <exception cref="CommandException">The answer is no.</exception>
    public static async Task AskAsync(int nodes, Cluster cluster, CommandContext context, CancellationToken cancellationToken)
    {
        if (nodes <= Unasked || !context.Streams.CanAsk) return;

        await context.Streams.Error.WriteAsync($"This runs on {nodes} nodes of {cluster.Context ?? cluster.Host}. Go on? [y/N] ");
        await context.Streams.Error.FlushAsync(cancellationToken);
        var answer = await Task.Run(context.Streams.In.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        if (answer?.Trim().ToLowerInvariant() is not ("y" or "yes")) throw new CommandException(ExitCodes.Usage, "nothing was set. --yes goes on without asking.");
    }
}
