using System.CommandLine;
using System.Text.Json.Nodes;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Following;
using NodeTasker.Cli.Formats;
using NodeTasker.Cli.Running;
using NodeTasker.Cli.Tasks;
using NodeTasker.Cli.Views;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Commands;

/// <summary><c>node-tasker status</c>.</summary>
internal static class StatusCommand
{
    /// <summary>The verb and what it does.</summary>
    public static Command Create(GlobalOptions globals, CommandContext context)
    {
        var watch = new Option<bool>("--watch", "-w")
        {
            Description = "Go on until every node is done, then show the results as `run` does",
        };
        var output = OutputOption.Create();
        var command = new Command("status", "Show how the current run stands on every node.") { watch, output };
        ClusterVerb.SetAction(command, globals, (parsed, cluster, cancellationToken) =>
            parsed.GetValue(watch)
                ? WatchAsync(cluster, context, parsed.GetValue(output), cancellationToken)
                : ShowAsync(cluster, context, parsed.GetValue(output), cancellationToken)
        );
        return command;
    }

    private static async Task<int> ShowAsync(
        ClusterAccess cluster,
        CommandContext context,
        OutputFormat format,
        CancellationToken cancellationToken
    )
    {
        var status = await TaskStanding.ReadAsync(cluster, context.Time, cancellationToken);
        if (status.Progress is null || status.Task.Parsed is ParsedTask.Bad)
            await context.Streams.Error.WriteLineAsync(WhyNothing(status.Task, cluster));
        await context.Streams.Out.WriteAsync(
            format switch
            {
                OutputFormat.Json or OutputFormat.Yaml => JsonOutput.Render(Document(status, cluster), format),
                OutputFormat.Name => string.Concat(status.Progress?.Nodes.Select(node => $"node/{node.Node}\n") ?? []),
                _ => StatusView.Render(status, format == OutputFormat.Wide, context.Time.GetUtcNow()),
            }
        );
        return status.Task.Parsed is ParsedTask.Bad ? ExitCodes.Usage : ExitCodes.Success;
    }

    private static async Task<int> WatchAsync(
        ClusterAccess cluster,
        CommandContext context,
        OutputFormat format,
        CancellationToken cancellationToken
    )
    {
        var task = await new TaskStore(cluster).ReadAsync(cancellationToken);
        if (task.Spec is not { } spec)
            throw new CommandException(ExitCodes.Usage, WhyNothing(task, cluster));

        var options = new RunOptions { AbsentTimeout = TimeSpan.Zero };
        return await new TaskRun(cluster, context, options, format).WaitAsync(
            spec,
            task.SetTime ?? DateTimeOffset.MinValue,
            isCreated: false,
            cancellationToken
        );
    }

    private static string WhyNothing(StoredTask task, ClusterAccess cluster) =>
        task switch
        {
            { Parsed: ParsedTask.Bad bad } =>
                $"the task {cluster.Namespace}/{cluster.Task} is rejected by every agent; nothing runs.\n{CheckedTask.ListOf(bad.Problems)}",
            { Object: null } =>
                $"there is no task {cluster.Namespace}/{cluster.Task}. `{ProgramName.Shown} run SCRIPT` sets one; -n and --task name others.",
            _ => $"the task {cluster.Namespace}/{cluster.Task} is empty: nothing to do. `{ProgramName.Shown} run SCRIPT` sets one.",
        };

    private static JsonObject Document(TaskStanding status, ClusterAccess cluster)
    {
        var document = JsonOutput.Document("Status");
        document["namespace"] = cluster.Namespace;
        document["task"] = cluster.Task;
        if (status.Task.SetTime is { } time)
            document["setTime"] = Rfc3339.Format(time);
        if (status.Task.SetBy is { } user)
            document["setBy"] = user;
        if (status.Progress is { } progress)
        {
            document["source"] = status.Source;
            NodeJson.AddRollout(document, progress);
        }
        if (status.Task.Parsed is ParsedTask.Bad bad)
            document["problems"] = new JsonArray([.. bad.Problems.Select(problem => (JsonNode)problem.Message)]);
        document["nodes"] = new JsonArray([.. status.Progress?.Nodes.Select(node => (JsonNode)NodeJson.Of(node)) ?? []]);
        return document;
    }
}
