using System.Text.Json.Nodes;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Following;
using NodeTasker.Cli.Formats;
using NodeTasker.Cli.Results;
using NodeTasker.Cli.Views;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Running;

/// <summary>What came of a run, on stdout.</summary>
internal sealed class RunReport(ClusterAccess cluster, CommandContext context, OutputFormat format)
{
    /// <summary>For a run that is set and not waited for.</summary>
    public static string OfSet(ClusterAccess cluster, RunId run, OutputFormat format)
    {
        if (format == OutputFormat.Name)
            return $"configmap/{cluster.Task}\n";
        if (format is not (OutputFormat.Json or OutputFormat.Yaml))
            return $"{run}\n";
        var document = HeadOf(cluster);
        document["run"] = run.Value;
        return JsonOutput.Render(document, format);
    }

    /// <summary>Reads the results and writes them; returns the exit code that they mean.</summary>
    public async Task<int> WriteAsync(RunId run, Progress? progress, CancellationToken cancellationToken)
    {
        if (progress is null)
            return ExitCodes.NodeFailed;

        // A rerun's results have a run of their own; what is shown is that of the nodes' own lines either way.
        var records = (await new ResultReader(cluster).ReadAllAsync(null, cancellationToken)).Where(record => record.Run.IsOf(run));
        var outcomes = NodeOutcome.Join(progress.Nodes, records);
        await context.Streams.Out.WriteAsync(Render(progress, outcomes));
        await context.Streams.Out.FlushAsync(cancellationToken);
        return ExitCodes.Of(progress.Nodes);
    }

    private string Render(Progress progress, IReadOnlyList<NodeOutcome> outcomes) =>
        format switch
        {
            OutputFormat.Json or OutputFormat.Yaml => JsonOutput.Render(Document(progress, outcomes), format),
            OutputFormat.Name => string.Concat(
                outcomes
                    .Where(outcome => outcome.Record is not null)
                    .Select(outcome => $"configmap/{ObjectNames.Result(cluster.Task, outcome.Node)}\n")
            ),
            OutputFormat.Wide => $"{OutcomeTable.Render(outcomes)}\n{FoldedOutput.Render(outcomes)}\n{progress.Counts}\n",
            _ => $"{FoldedOutput.Render(outcomes)}\n{progress.Counts}\n",
        };

    private JsonObject Document(Progress progress, IReadOnlyList<NodeOutcome> outcomes)
    {
        var document = HeadOf(cluster);
        NodeJson.AddRollout(document, progress);
        document["nodes"] = new JsonArray([.. outcomes.Select(NodeJson.Of)]);
        return document;
    }

    private static JsonObject HeadOf(ClusterAccess cluster)
    {
        var document = JsonOutput.Document("Run");
        document["namespace"] = cluster.Namespace;
        document["task"] = cluster.Task;
        return document;
    }
}
