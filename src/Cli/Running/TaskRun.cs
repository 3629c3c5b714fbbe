using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Following;
using NodeTasker.Cli.Formats;
using NodeTasker.Cli.Tasks;
using NodeTasker.Cli.Views;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Running;

/// <summary>Sets a task, waits for every node, tells what each did.</summary>
internal sealed class TaskRun(ClusterAccess cluster, CommandContext context, RunOptions options, OutputFormat format)
{
    /// <summary>Returns the exit code.</summary>
    public async Task<int> RunAsync(TaskContent content, TaskSpec spec, CancellationToken cancellationToken)
    {
        var isCreated = await new TaskSetting(cluster, context).SetAsync(content, spec, options, cancellationToken);
        await context.Streams.Error.WriteLineAsync(
            $"Run {spec.Run} is set{(options.Wait ? "" : $"; watch it with `{ProgramName.Shown} status -w`")}."
        );
        return await FinishAsync(spec, cancellationToken, isCreated);
    }

    /// <summary>Waits for a run that was set just now, if that is wished; returns the exit code.</summary>
    public async Task<int> FinishAsync(TaskSpec spec, CancellationToken cancellationToken, bool isCreated = false)
    {
        if (options.Wait)
            return await WaitAsync(spec, context.Time.GetUtcNow(), isCreated, cancellationToken);

        await context.Streams.Out.WriteAsync(RunReport.OfSet(cluster, spec.Run, format));
        return ExitCodes.Success;
    }

    /// <summary>Waits for a run that is set already; returns the exit code.</summary>
    public async Task<int> WaitAsync(TaskSpec spec, DateTimeOffset setTime, bool isCreated, CancellationToken cancellationToken)
    {
        var follower = new RolloutFollower(cluster, spec, setTime, context.Time);
        WaitEnd end;
        Progress? last;
        try
        {
            await using var display = ProgressDisplay.Of(cluster, context);
            var wait = new RolloutWait(follower, options, display, context.Time);
            end = await wait.WaitAsync(cancellationToken);
            last = wait.Last;
        }
        catch (OperationCanceledException) when (context.Signals.Received is { } signal)
        {
            if (options.GoesOn)
                await DetachedAsync(spec.Run);
            return ExitCodes.Of(signal);
        }

        var code = await new RunReport(cluster, context, format).WriteAsync(spec.Run, last, cancellationToken);
        return await EndAsync(spec, last, end, code, isCreated, cancellationToken);
    }

    private async Task<int> EndAsync(
        TaskSpec spec,
        Progress? last,
        WaitEnd end,
        int code,
        bool isCreated,
        CancellationToken cancellationToken
    )
    {
        var error = context.Streams.Error;
        if (end == WaitEnd.TimedOut)
        {
            await error.WriteLineAsync(
                $"Waited {Duration.Format(options.WaitTimeout)} and not every node is done{(options.GoesOn ? $"; the run goes on. `{ProgramName.Shown} status -w` comes back to it," : ".")} --wait-timeout sets how long."
            );
            code = ExitCodes.WaitedTooLong;
        }
        else if (end == WaitEnd.OnlyAbsentLeft)
            await error.WriteLineAsync(
                $"Nothing is to be heard of {NodeList.Compress(last!.Nodes.Where(Progress.IsAbsent).Select(node => node.Node))}; what can be reached is done. They run it when they are back. --absent-timeout sets how long to wait for them."
            );
        else if (last is { ReplacedBy: { } other })
            await error.WriteLineAsync($"Another run has taken this one's place: {other}. `{ProgramName.Shown} status` shows it.");
        else if (last is { IsCleared: true })
            await error.WriteLineAsync("The task was cleared by somebody else: no further node starts it.");
        else if (last is { Status: RolloutStatus.Halted })
            await error.WriteLineAsync(
                $"Halted: {(last.Message ?? "too many nodes failed").TrimEnd('.')}. `{ProgramName.Shown} rerun --failed` tries those again and goes on."
            );

        if (!options.Remove)
            return code;
        if (end == WaitEnd.Over && last is { Status: RolloutStatus.Complete, ReplacedBy: null, IsCleared: false })
            await new Removal(cluster).RemoveAsync(spec.Run, isCreated, last.Nodes.Select(node => node.Node), cancellationToken);
        else
            await error.WriteLineAsync("--rm: the run is not done everywhere, so nothing was removed.");
        return code;
    }

    private async Task DetachedAsync(RunId run)
    {
        var error = context.Streams.Error;
        await error.WriteLineAsync(
            $"Detached: run {run} goes on{(options.Remove ? ", and --rm removes nothing" : "")}. Come back with `{ProgramName.Shown} status -w`, end it with `{ProgramName.Shown} cancel`."
        );
        await error.FlushAsync(CancellationToken.None);
    }
}
