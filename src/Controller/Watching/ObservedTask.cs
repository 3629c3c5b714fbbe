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
    public string Name => Document.Name;

    /// <summary>What it would run; null when there is nothing to run.</summary>
    public RunId? Content =>
        Parsed switch
        {
            ParsedTask.Valid valid => valid.Spec.Run,
            ParsedTask.Bad bad => bad.Run,
            _ => null,
        };

    /// <summary>Why it can't run at all; null when it can.</summary>
    public string? Problems => Parsed is ParsedTask.Bad bad ? bad.Message : null;

    public static ObservedTask Of(string name, V1ConfigMap? configMap)
    {
        var document = TaskDocument.Of(name, configMap?.Data, configMap?.BinaryData, configMap?.Metadata?.Annotations);
        return new(configMap is null ? new ParsedTask.Empty() : TaskSpecParser.Parse(document), document, configMap?.Metadata);
    }
}
