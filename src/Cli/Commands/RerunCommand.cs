using System.CommandLine;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Following;
using NodeTasker.Cli.Formats;
using NodeTasker.Cli.Running;
using NodeTasker.Cli.Steering;
using NodeTasker.Cli.Tasks;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Commands;

/// <summary><c>node-tasker rerun</c>.</summary>
internal static class RerunCommand
{
    /// <summary>The verb and what it does.</summary>
    public static Command Create(GlobalOptions globals, CommandContext context)
    {
        var failed = new Option<bool>("--failed") { Description = "Only on nodes where it failed or was cancelled" };
        var replace = new Option<bool>("--replace") { Description = "Even if the run is still in progress" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Don't ask before running on many nodes" };
        var waiting = new WaitFlags();
        var output = OutputOption.Create();
        var command = new Command(
            "rerun",
            "Run the current task once more, on every node or on those that failed, and wait for the results."
        )
        {
            failed,
            replace,
            yes,
            output,
        };
        foreach (var option in waiting.Options)
            command.Add(option);
        ClusterVerb.SetAction(command, globals, async (parsed, cluster, cancellationToken) =>
        {
            var options = waiting.Of(parsed) with { Replace = parsed.GetValue(replace), Yes = parsed.GetValue(yes) };
            var run = new TaskRun(cluster, context, options, parsed.GetValue(output));
            var steered = parsed.GetValue(failed)
                ? await RerunFailedAsync(cluster, context, options, cancellationToken)
                : await RerunAllAsync(cluster, context, options, cancellationToken);
            if (steered is null)
                return ExitCodes.Success;

            await context.Streams.Error.WriteLineAsync(steered.Sentence);
            var task = await new TaskStore(cluster).ReadAsync(cancellationToken);
            if (task.Spec is { } spec && steered.Run.IsOf(spec.Run))
                return await run.FinishAsync(spec, cancellationToken);

            throw new CommandException(
                ExitCodes.Usage,
                $"the task was changed by somebody else meanwhile; `{ProgramName.Shown} status` shows it."
            );
        });
        return command;
    }

    private static async Task<Steered> RerunAllAsync(
        ClusterAccess cluster,
        CommandContext context,
        RunOptions options,
        CancellationToken cancellationToken
    )
    {
        var facts = await FirstLook.TakeAsync(cluster, await new TaskStore(cluster).ReadAsync(cancellationToken), cancellationToken);
        if (
            !options.Replace
            && facts.Task!.Spec is { Schedule: null, EveryBoot: false }
            && EarlierRun.WhyInTheWay(facts, context.Time.GetUtcNow()) is { } why
        )
            throw new CommandException(ExitCodes.Usage, why);
        RefuseOver(facts.Task!, context);
        if (!options.Yes && facts.Task!.Spec is { } spec)
            await ManyNodes.AskAsync(
                ManyNodes.SelectedBy(spec, facts.Nodes).Count(node => node.CanHaveAgent),
                cluster,
                context,
                cancellationToken
            );

        return await new TaskSteering(cluster, context.Time).RerunAsync(
            await Operator.NameAsync(cluster, context.Time, cancellationToken),
            cancellationToken
        );
    }

    private static async Task<Steered?> RerunFailedAsync(
        ClusterAccess cluster,
        CommandContext context,
        RunOptions options,
        CancellationToken cancellationToken
    )
    {
        var task = await new TaskStore(cluster).ReadAsync(cancellationToken);
        if (task.Run is null)
            return await new TaskSteering(cluster, context.Time).RerunFailedAsync(context.Time.GetUtcNow(), cancellationToken);

        RefuseOver(task, context);
        var failed = (await FirstLook.TakeAsync(cluster, task, cancellationToken))
            .ResultsByNode()
            .Values.Where(result => IsFailed(result, task.Run.Value))
            .ToList();
        if (failed.Count == 0)
        {
            await context.Streams.Error.WriteLineAsync($"No node has failed run {task.Run}: there is nothing to run again.");
            return null;
        }

        if (!options.Yes)
            await ManyNodes.AskAsync(failed.Count, cluster, context, cancellationToken);

        // The nodes' clocks may be ahead of ours: what has failed by now is meant, whatever time it says.
        var now = context.Time.GetUtcNow();
        var latest = failed.Max(result => result.CompletionTime) ?? now;
        return await new TaskSteering(cluster, context.Time).RerunFailedAsync(latest > now ? latest : now, cancellationToken);
    }

    private static void RefuseOver(StoredTask task, CommandContext context)
    {
        if (task.Spec is { } spec)
            CheckedTask.RefuseOver(spec, "the task", context.Time);
    }

    private static bool IsFailed(ResultFacts result, RunId content) =>
        result.Phase is RunPhase.Failed or RunPhase.Cancelled && result.Run.IsOf(content);
}
