using System.CommandLine;
using System.Text.Json.Nodes;
using k8s;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Diagnosis;
using NodeTasker.Cli.Formats;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Commands;

/// <summary><c>node-tasker version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>The verb and what it does.</summary>
    public static Command Create(GlobalOptions globals, CommandContext context)
    {
        var client = new Option<bool>("--client") { Description = "Only this command's own; asks no cluster" };
        var output = OutputOption.Create(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml);
        var command = new Command("version", "Show the versions of this command, the API server, the controller and the agents.")
        {
            client,
            output,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(client))
                    return await WriteAsync(context, Own(), parsed.GetValue(output));
                return await ClusterVerb.RunAsync(
                    globals.Of(parsed),
                    async cluster => await WriteAsync(context, await AllAsync(cluster, cancellationToken), parsed.GetValue(output)),
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static JsonObject Own()
    {
        var document = JsonOutput.Document("Version");
        document["client"] = ProductVersion.Full;
        return document;
    }

    private static async Task<JsonObject> AllAsync(ClusterAccess cluster, CancellationToken cancellationToken)
    {
        var document = Own();
        document["kubernetes"] = (string?)(await RawApi.GetAsync(cluster.Client, "version", cancellationToken))["gitVersion"];
        var installed = new InstalledObjects(cluster);
        foreach (var (member, component) in new[] { ("controllers", "controller"), ("agents", "agent") })
        {
            var pods = await installed.PodsAsync(component, cancellationToken) ?? [];
            document[member] = new JsonArray([
                .. pods.CountBy(pod => pod.Version)
                    .OrderBy(version => version.Key, NaturalOrder.Instance)
                    .Select(version => new JsonObject { ["version"] = version.Key, ["pods"] = version.Value }),
            ]);
        }

        return document;
    }

    private static async Task<int> WriteAsync(CommandContext context, JsonObject document, OutputFormat format)
    {
        await context.Streams.Out.WriteAsync(format == OutputFormat.Table ? Lines(document) : JsonOutput.Render(document, format));
        return ExitCodes.Success;
    }

    private static string Lines(JsonObject document)
    {
        var lines = $"client: {document["client"]}\n";
        if (document["kubernetes"] is { } kubernetes)
            lines += $"kubernetes: {kubernetes}\ncontroller: {PodsOf("controllers")}\nagents: {PodsOf("agents")}\n";
        return lines;

        string PodsOf(string member) =>
            document[member]!.AsArray() is { Count: > 0 } versions
                ? string.Join(", ", versions.Select(version => $"{version!["version"]} ({version["pods"]} pods)"))
                : "no pods to be seen";
    }
}
