using System.CommandLine;
using System.Text.Json.Nodes;
using k8s;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Following;
using NodeTasker.Cli.Formats;
using NodeTasker.Cli.Results;
using NodeTasker.Cli.Tasks;
using NodeTasker.Cli.Views;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Commands;

/// <summary><c>node-tasker results</c>.</summary>
internal static class ResultsCommand
{
    /// <summary>The verb, its arguments and what it does.</summary>
    public static Command Create(GlobalOptions globals, CommandContext context)
    {
        var nodes = NodeArgument.Many(globals, "Which nodes, by name or glob [default: all]");
        var selector = new Option<string?>("--selector", "-l") { Description = "Which nodes, by their labels", HelpName = "SELECTOR" };
        var failed = new Option<bool>("--failed") { Description = "Only those that did not succeed" };
        var output = OutputOption.Create();
        var command = new Command("results", "Show what the nodes wrote; nodes that ended alike with the same output share a block.")
        {
            nodes,
            selector,
            failed,
            output,
        };
        ClusterVerb.SetAction(command, globals, async (parsed, cluster, cancellationToken) =>
        {
            var names = NamesOf(parsed.GetValue(nodes) ?? []);
            var labelled = parsed.GetValue(selector) is { } labels ? await LabelledAsync(cluster, labels, cancellationToken) : null;
            var run = (await new TaskStore(cluster).ReadAsync(cancellationToken)).Run;
            var records = (await new ResultReader(cluster).ReadAllAsync(null, cancellationToken))
                .Where(record => run is null || record.Run.IsOf(run.Value))
                .Where(record => names.Matches(record.Node) && labelled?.Contains(record.Node) != false)
                .Where(record => !parsed.GetValue(failed) || record.Phase is not RunPhase.Succeeded)
                .ToList();

            await context.Streams.Out.WriteAsync(Render(records, parsed.GetValue(output), cluster));
            return await ReportMissingAsync(parsed.GetValue(nodes) ?? [], records, parsed.GetValue(failed), run, context);
        });
        return command;
    }

    private static NodeNames NamesOf(string[] nodes) =>
        NodeNames.TryParse(string.Join(',', nodes), out var names, out var error)
            ? names
            : throw new CommandException(ExitCodes.Usage, $"'{string.Join(' ', nodes)}': {error}");

    private static async Task<HashSet<string>> LabelledAsync(ClusterAccess cluster, string selector, CancellationToken cancellationToken)
    {
        if (!LabelSelector.TryParse(selector, out _, out var error))
            throw new CommandException(ExitCodes.Usage, $"--selector '{selector}': {error}");

        var names = new HashSet<string>(StringComparer.Ordinal);
        string? next = null;
        do
        {
            var page = await cluster.Client.CoreV1.ListNodeAsync(
                labelSelector: selector,
                limit: 500,
                continueParameter: next,
                cancellationToken: cancellationToken
            );
            names.UnionWith(page.Items.Select(node => node.Metadata.Name));
            next = page.Metadata.ContinueProperty;
        } while (!string.IsNullOrEmpty(next));

        return names;
    }

    private static string Render(IReadOnlyList<RunRecord> records, OutputFormat format, ClusterAccess cluster)
    {
        List<NodeOutcome> outcomes = [.. records.Select(NodeOutcome.Of)];
        return format switch
        {
            OutputFormat.Json or OutputFormat.Yaml => JsonOutput.Render(Document(records, cluster), format),
            OutputFormat.Name => string.Concat(records.Select(record => $"configmap/{ObjectNames.Result(cluster.Task, record.Node)}\n")),
            _ when outcomes.Count == 0 => "",
            OutputFormat.Wide => OutcomeTable.Render(outcomes),
            _ => $"{FoldedOutput.Render(outcomes)}\n{PhaseCounts.Of([.. outcomes.Select(outcome => outcome.Progress)])}\n",
        };
    }

    private static JsonObject Document(IEnumerable<RunRecord> records, ClusterAccess cluster)
    {
        var document = JsonOutput.Document("Results");
        document["namespace"] = cluster.Namespace;
        document["task"] = cluster.Task;
        document["results"] = new JsonArray([.. records.Select(record => (JsonNode)NodeJson.Of(record))]);
        return document;
    }

    private static async Task<int> ReportMissingAsync(
        string[] asked,
        List<RunRecord> records,
        bool isFiltered,
        RunId? run,
        CommandContext context
    )
    {
        var found = records.Select(record => record.Node).ToHashSet(StringComparer.Ordinal);
        var missing = isFiltered
            ? []
            : asked
                .SelectMany(argument => argument.Split(','))
                .Where(node => KubernetesName.IsSubdomain(node) && !found.Contains(node))
                .ToList();
        if (missing.Count > 0)
        {
            await context.Streams.Error.WriteLineAsync(
                $"{NodeList.Compress(missing)}: no result{(run is null ? "" : $" of run {run}")}. `{ProgramName.Shown} status -o wide` shows how each node stands."
            );
            return ExitCodes.NodeFailed;
        }

        if (records.Count == 0 && !isFiltered)
            await context.Streams.Error.WriteLineAsync($"no results{(run is null ? "" : $" of run {run} yet")}.");
        return ExitCodes.Success;
    }
}
