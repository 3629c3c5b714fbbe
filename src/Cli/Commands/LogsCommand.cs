using System.CommandLine;
using k8s.Models;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Following;
using NodeTasker.Cli.Results;
using NodeTasker.Cli.Tasks;
using NodeTasker.Cluster;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Commands;

/// <summary><c>node-tasker logs</c>.</summary>
internal static class LogsCommand
{
    /// <summary>The verb, its argument and what it does.</summary>
    public static Command Create(GlobalOptions globals, CommandContext context)
    {
        var node = NodeArgument.One(globals, "Which node");
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the run has ended on that node" };
        var command = new Command("logs", "Print what a node wrote. The agent reports a running script's output every five seconds.")
        {
            node,
            follow,
        };
        ClusterVerb.SetAction(command, globals, (parsed, cluster, cancellationToken) =>
            parsed.GetValue(follow)
                ? FollowAsync(cluster, context, parsed.GetRequiredValue(node), cancellationToken)
                : PrintAsync(cluster, context, parsed.GetRequiredValue(node), cancellationToken)
        );
        return command;
    }

    private static async Task<int> PrintAsync(
        ClusterAccess cluster,
        CommandContext context,
        string node,
        CancellationToken cancellationToken
    )
    {
        var task = await new TaskStore(cluster).ReadAsync(cancellationToken);
        if (await new ResultReader(cluster).ReadAsync(node, cancellationToken) is not { } record)
        {
            await NodeLog.RefuseStrangerAsync(cluster, node, cancellationToken);
            throw new CommandException(
                ExitCodes.NodeFailed,
                $"node {node} has no result of {cluster.Namespace}/{cluster.Task}. `{ProgramName.Shown} status -o wide` shows how each node stands."
            );
        }

        if (task.Run is { } run && !NodeLog.IsCurrent(record, task))
            await context.Streams.Error.WriteLineAsync(
                $"(this is run {record.Run}; of the current one, {run}, {node} has nothing yet. `{ProgramName.Shown} logs -f {node}` waits for it)"
            );
        await WriteAsync(context, record.Output ?? "", cancellationToken);
        if (record.Phase == RunPhase.Running)
            await context.Streams.Error.WriteLineAsync($"(it still runs; `{ProgramName.Shown} logs -f {node}` follows it)");
        await WriteEndAsync(context, record);
        return ExitCodes.Success;
    }

    private static async Task<int> FollowAsync(
        ClusterAccess cluster,
        CommandContext context,
        string node,
        CancellationToken cancellationToken
    )
    {
        var task = await NodeLog.ReadTaskAsync(cluster, node, cancellationToken);
        var trouble = new WatchTrouble(words => context.Streams.Error.WriteLine(words ?? "connection: back again"));
        var endpoint = Endpoint.OfObject(
            cluster.Client,
            ApiResources.ConfigMaps,
            cluster.Namespace,
            ObjectNames.Result(cluster.Task, node)
        );
        var watch = new Reflector<V1ConfigMap>(
            new StrictEndpoint<V1ConfigMap>(endpoint, cluster),
            new ApiConnection(),
            context.Time,
            trouble
        );
        RunRecord? shown = null;
        await foreach (var change in watch.ReadAsync(cancellationToken))
        {
            if (change is Change<V1ConfigMap>.Disconnected)
                continue;
            var record = change.Only is { } configMap ? ResultReader.Decode(configMap) : null;
            if (record is not null && !NodeLog.IsCurrent(record, task))
                task = await NodeLog.ReadTaskAsync(cluster, node, cancellationToken);
            if (record is null || !NodeLog.IsCurrent(record, task))
            {
                if (shown is null)
                    await context.Streams.Error.WriteLineAsync(NodeLog.WhyNothing(node, record, task));
                continue;
            }

            if (shown is not null && shown.Run != record.Run)
                await context.Streams.Error.WriteLineAsync($"(run {record.Run} has taken the place of {shown.Run})");
            await WriteAsync(context, OutputTail.After(shown, record), cancellationToken);
            shown = record;
            if (record.Phase is RunPhase.Running or RunPhase.Pending)
                continue;

            await WriteEndAsync(context, record);
            return ExitCodes.Success;
        }

        return ExitCodes.Success;
    }

    private static async Task WriteAsync(CommandContext context, string text, CancellationToken cancellationToken)
    {
        await context.Streams.Out.WriteAsync(text);
        await context.Streams.Out.FlushAsync(cancellationToken);
    }

    private static async Task WriteEndAsync(CommandContext context, RunRecord record)
    {
        if (record.OutputTruncated)
            await context.Streams.Error.WriteLineAsync(
                $"({record.OutputBytes} bytes in all; the whole of it is on {record.Node} in {record.LogPath})"
            );
        if (record.Message is { Length: > 0 } message && record.Phase != RunPhase.Succeeded)
            await context.Streams.Error.WriteLineAsync($"({record.Phase}: {message})");
    }
}
