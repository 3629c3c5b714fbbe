using k8s.Models;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Watching;

/// <summary>The task as it was last heard of.</summary>
/// <param name="Parsed">What it says; empty too when there is no ConfigMap.</param>
/// <param name="Document">What that was read from.</param>
/// <param name="Metadata">Of the ConfigMap; null when there is none.</param>
internal sealed record ObservedTask(ParsedTask Parsed, TaskDocument Document, V1ObjectMeta? Metadata)
{
    private static readonly IReadOnlyDictionary<string, string> _noText = new Dictionary<string, string>();
    private static readonly IReadOnlyDictionary<string, byte[]> _noBytes = new Dictionary<string, byte[]>();

    /// <summary>The name of the task.</summary>
    public string Name => Document.Name;

    public static ObservedTask Of(string name, V1ConfigMap? configMap)
    {
        var document = new TaskDocument(
            name,
            configMap?.Data?.AsReadOnly() ?? _noText,
            configMap?.BinaryData?.AsReadOnly() ?? _noBytes,
            configMap?.Metadata?.Annotations?.AsReadOnly() ?? _noText);
        return new(configMap is null ? new ParsedTask.Empty() : TaskSpecParser.Parse(document), document, configMap?.Metadata);
    }
}
