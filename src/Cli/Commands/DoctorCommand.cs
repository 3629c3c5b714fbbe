using System.CommandLine;
using System.Text.Json.Nodes;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Diagnosis;
using NodeTasker.Cli.Formats;

namespace NodeTasker.Cli.Commands;

/// <summary><c>node-tasker doctor</c>.</summary>
internal static class DoctorCommand
{
    /// <summary>The verb and what it does.</summary>
    public static Command Create(GlobalOptions globals, CommandContext context)
    {
        var output = OutputOption.Create(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml);
        var command = new Command(
            "doctor",
            "Check cluster and rights before something goes wrong: namespace, RBAC, admission policy, agents, controller. Changes nothing."
        )
        {
            output,
        };
        ClusterVerb.SetAction(command, globals, async (parsed, cluster, cancellationToken) =>
        {
            var findings = await new Doctor(cluster, context.Time).ExamineAsync(cancellationToken);
            await context.Streams.Out.WriteAsync(Render(findings, parsed.GetValue(output), cluster));
            return findings.Any(finding => finding.Level == FindingLevel.Error) ? ExitCodes.NodeFailed : ExitCodes.Success;
        });
        return command;
    }

    private static string Render(IReadOnlyList<Finding> findings, OutputFormat format, ClusterAccess cluster)
    {
        if (format is not (OutputFormat.Json or OutputFormat.Yaml))
            return string.Concat(findings.Select(LinesOf));

        var document = JsonOutput.Document("Doctor");
        document["namespace"] = cluster.Namespace;
        document["task"] = cluster.Task;
        document["healthy"] = findings.All(finding => finding.Level != FindingLevel.Error);
        document["findings"] = new JsonArray([.. findings.Select(JsonOf)]);
        return JsonOutput.Render(document, format);
    }

    private static string LinesOf(Finding finding) =>
        $"{(finding.Level == FindingLevel.Ok ? "ok" : finding.Level.ToString().ToUpperInvariant()), -7}  {finding.Check}: {finding.Message}\n{(finding.Advice is { } advice ? $"         {advice}\n" : "")}";

    private static JsonObject JsonOf(Finding finding)
    {
        var json = new JsonObject
        {
            ["check"] = finding.Check,
            ["level"] = finding.Level.ToString(),
            ["message"] = finding.Message,
        };
        if (finding.Advice is { } advice)
            json["advice"] = advice;
        return json;
    }
}
