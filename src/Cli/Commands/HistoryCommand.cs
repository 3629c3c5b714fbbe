using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Formats;
using NodeTasker.Cli.Views;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Commands;

/// <summary><c>node-tasker history</c>.</summary>
internal static class HistoryCommand
{
    private static readonly string[] Titles = ["RUN", "SET", "BY", "STATUS", "NODES", "SUCCEEDED", "FAILED", "DURATION"];

    /// <summary>The verb and what it does.</summary>
    public static Command Create(GlobalOptions globals, CommandContext context)
    {
        var output = OutputOption.Create();
        var command = new Command("history", "Show the last runs, the newest first: who set them, when, and what came of them.") { output };
        ClusterVerb.SetAction(command, globals, async (parsed, cluster, cancellationToken) =>
        {
            var entries = await ReadAsync(cluster, cancellationToken);
            if (entries is null)
                await context.Streams.Error.WriteLineAsync(
                    $"no history of {cluster.Namespace}/{cluster.Task}: the controller writes it. `{ProgramName.Shown} doctor` says whether there is one."
                );
            await context.Streams.Out.WriteAsync(Render(entries ?? [], parsed.GetValue(output), cluster, context.Time.GetUtcNow()));
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<IReadOnlyList<HistoryEntry>?> ReadAsync(ClusterAccess cluster, CancellationToken cancellationToken)
    {
        try
        {
            var configMap = await cluster.Client.CoreV1.ReadNamespacedConfigMapAsync(
                ObjectNames.History(cluster.Task),
                cluster.Namespace,
                cancellationToken: cancellationToken
            );
            return HistoryCodec.Decode(new Dictionary<string, string>(configMap.Data ?? new Dictionary<string, string>()));
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static string Render(IReadOnlyList<HistoryEntry> entries, OutputFormat format, ClusterAccess cluster, DateTimeOffset now) =>
        format switch
        {
            OutputFormat.Json or OutputFormat.Yaml => JsonOutput.Render(Document(entries, cluster), format),
            OutputFormat.Name => string.Concat(entries.Select(entry => $"{entry.Run}\n")),
            _ when entries.Count == 0 => "",
            OutputFormat.Wide => TextTable.Render(
                [.. Titles, "OPTIONS"],
                entries.Select(entry => (string[])[.. CellsOf(entry, now), OptionsOf(entry)])
            ),
            _ => TextTable.Render(Titles, entries.Select(entry => CellsOf(entry, now))),
        };

    private static string[] CellsOf(HistoryEntry entry, DateTimeOffset now) =>
        [
            entry.Run.Value,
            $"{AgeText.Of(entry.SetTime, now)} ago",
            entry.User ?? entry.Manager ?? "-",
            entry.IsReplaced ? "Replaced" : entry.Status.ToString(),
            Text(entry.Counts.Desired),
            Text(entry.Counts.Succeeded),
            Text(entry.Counts.Failed + entry.Counts.Cancelled + entry.Counts.Rejected),
            entry is { StartTime: { } start, CompletionTime: { } end } && end >= start ? Duration.Format(end - start) : "-",
        ];

    private static string OptionsOf(HistoryEntry entry) =>
        entry.Options.Count == 0 ? "-" : string.Join(' ', entry.Options.Select(option => $"{option.Key}={option.Value}"));

    private static JsonObject Document(IEnumerable<HistoryEntry> entries, ClusterAccess cluster)
    {
        var document = JsonOutput.Document("History");
        document["namespace"] = cluster.Namespace;
        document["task"] = cluster.Task;
        document["runs"] = new JsonArray([.. entries.Select(JsonOf)]);
        return document;
    }

    private static JsonObject JsonOf(HistoryEntry entry)
    {
        var json = new JsonObject
        {
            ["run"] = entry.Run.Value,
            ["status"] = entry.Status.ToString(),
            ["setTime"] = Rfc3339.Format(entry.SetTime),
        };
        if (entry.IsReplaced)
            json["replaced"] = true;
        if (entry.User is { } user)
            json["user"] = user;
        if (entry.Manager is { } manager)
            json["manager"] = manager;
        if (entry.StartTime is { } start)
            json["startTime"] = Rfc3339.Format(start);
        if (entry.CompletionTime is { } completion)
            json["completionTime"] = Rfc3339.Format(completion);
        json["counts"] = NodeJson.Counts(entry.Counts);
        json["options"] = new JsonObject(entry.Options.Select(option => KeyValuePair.Create(option.Key, (JsonNode?)option.Value)));
        return json;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
