using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Watching;

/// <summary>The task as it was last heard of.</summary>
/// <param name="Parsed">What it says; empty too when there is no ConfigMap.</param>
/// <param name="Document">What that was read from.</param>
/// <param name="Metadata">Of the ConfigMap; null when there is none.</param>
internal sealed record ObservedTask(ParsedTask Parsed, TaskDocument Document, V1ObjectMeta? Metadata)
{
    /// <summary>The name of the task.</summary>
    public string Name => Document.Name;

    public static ObservedTask Of(string name, V1ConfigMap? configMap)
    {
        var document = TaskDocument.Of(name, configMap?.Data, configMap?.BinaryData, configMap?.Metadata?.Annotations);
        return new(configMap is null ? new ParsedTask.Empty() : TaskSpecParser.Parse(document), document, configMap?.Metadata);
    }
}
