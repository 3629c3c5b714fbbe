using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Following;
using NodeTasker.Cli.Tasks;
using NodeTasker.Cli.Views;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Running;

/// <summary>Sets a task, once it is certain that this is what the operator wants.</summary>
internal sealed class TaskSetting(ClusterAccess cluster, CommandContext context)
{
    private const int Tries = 5;

    /// <summary>Sets <paramref name="content"/>; returns whether the task's ConfigMap had to be created.</summary>
    /// <exception cref="CommandException">It was not set; the message says why.</exception>
    public async Task<bool> SetAsync(TaskContent content, TaskSpec spec, RunOptions options, CancellationToken cancellationToken)
    {
        var store = new TaskStore(cluster);
        var setBy = Operator.NameAsync(cluster, context.Time, cancellationToken);
        var isAsked = options.Yes;
        for (var tries = 0; tries < Tries; tries++)
        {
            var before = await store.ReadAsync(cancellationToken);
            var facts = await FirstLook.TakeAsync(cluster, before, cancellationToken);
            if (!options.Replace && EarlierRun.WhyInTheWay(facts, context.Time.GetUtcNow()) is { } why)
                throw new CommandException(ExitCodes.Usage, why);

            var nodes = ManyNodes.SelectedBy(spec, facts.Nodes);
            var without = nodes.Where(node => !node.CanHaveAgent).Select(node => node.Name).ToList();
            if (nodes.Count == without.Count)
                throw NothingSelected(facts.Nodes.Count, without, spec);
            if (without.Count > 0 && tries == 0)
                await context.Streams.Error.WriteLineAsync(
                    $"Left out, as no agent can be there (Windows, or virtual): {NodeList.Compress(without)}."
                );
            if (!isAsked)
                await ManyNodes.AskAsync(nodes.Count - without.Count, cluster, context, cancellationToken);
            isAsked = true;

            if (await store.TrySetAsync(before, content, await setBy, cancellationToken))
                return before.Object is null;
        }

        throw new CommandException(
            ExitCodes.Api,
            $"the task {cluster.Namespace}/{cluster.Task} is being changed by others again and again; nothing was set. Look at it with `{ProgramName.Shown} status`."
        );
    }

    private static CommandException NothingSelected(int nodes, List<string> without, TaskSpec spec) =>
        nodes == 0 ? new(ExitCodes.Usage, "the cluster has no nodes; nothing was set.")
        : without.Count > 0
            ? new(
                ExitCodes.Usage,
                $"no agent can be on what is selected{Selection(spec)} (Windows, or virtual): {NodeList.Compress(without)}; "
                    + "nothing was set."
            )
        : new(
            ExitCodes.Usage,
            $"none of the cluster's {nodes} nodes is selected{Selection(spec)}; nothing was set.\n`kubectl get nodes --show-labels` shows names and labels."
        );

    private static string Selection(TaskSpec spec) =>
        (spec.Nodes.IsEverything ? "" : $" by --nodes '{spec.Nodes}'")
        + (spec.NodeSelector.IsEverything ? "" : $" by --node-selector '{spec.NodeSelector}'");
}
