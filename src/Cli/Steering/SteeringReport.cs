using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Formats;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Steering;

/// <summary>What a steering verb has done, on stdout.</summary>
internal static class SteeringReport
{
    /// <summary>The text, with an end of line.</summary>
    public static string Render(ClusterAccess cluster, string action, RunId run, bool isChanged, string sentence, OutputFormat format)
    {
        if (format == OutputFormat.Name)
            return $"configmap/{cluster.Task}\n";
        if (format is not (OutputFormat.Json or OutputFormat.Yaml))
            return $"{sentence}\n";

        var document = JsonOutput.Document("Steering");
        document["namespace"] = cluster.Namespace;
        document["task"] = cluster.Task;
        document["action"] = action;
        document["run"] = run.Value;
        document["changed"] = isChanged;
        return JsonOutput.Render(document, format);
    }
}
