using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Tasks;

/// <summary>The task as it is in the cluster.</summary>
/// <param name="Object">The ConfigMap; null when there is none.</param>
/// <param name="Parsed">What agents make of it.</param>
internal sealed record StoredTask(V1ConfigMap? Object, ParsedTask Parsed)
{
    /// <summary>The run of its content; null when there is nothing to do.</summary>
    public RunId? Run =>
        Parsed switch
        {
            ParsedTask.Valid valid => valid.Spec.Run,
            ParsedTask.Bad bad => bad.Run,
            _ => null,
        };

    /// <summary>What it says; null when it is empty or bad.</summary>
    public TaskSpec? Spec => (Parsed as ParsedTask.Valid)?.Spec;

    /// <summary>Who set it, as they said, or by which program; null when not known.</summary>
    public string? SetBy => Origin.User ?? Origin.Manager;

    /// <summary>When its content was set, by the API server's clock; null when it doesn't say.</summary>
    public DateTimeOffset? SetTime => Origin.Time;

    private TaskOrigin Origin { get; } = TaskOrigin.Of((Object?.Metadata).FieldWrites(), Object?.Metadata?.Annotations);

    /// <summary>Reads a ConfigMap.</summary>
    public static StoredTask Of(string name, V1ConfigMap? configMap) =>
        new(configMap, configMap is null ? new ParsedTask.Empty() : TaskSpecParser.Parse(DocumentOf(name, configMap)));

    /// <summary>A ConfigMap before anything in it is believed.</summary>
    public static TaskDocument DocumentOf(string name, V1ConfigMap? configMap) =>
        TaskDocument.Of(name, configMap?.Data, configMap?.BinaryData, configMap?.Metadata?.Annotations);
}
