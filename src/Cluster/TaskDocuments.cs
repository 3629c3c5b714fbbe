using k8s.Models;
using NodeTasker.TaskModel;

namespace NodeTasker.Cluster;

/// <summary>A task's ConfigMap, before anything in it is believed.</summary>
public static class TaskDocuments
{
    private static readonly IReadOnlyDictionary<string, string> NoText = new Dictionary<string, string>();
    private static readonly IReadOnlyDictionary<string, byte[]> NoBytes = new Dictionary<string, byte[]>();

    /// <summary>What <paramref name="configMap"/> says as the task <paramref name="task"/>; an empty document where there is none.</summary>
    public static TaskDocument Of(string task, V1ConfigMap? configMap) =>
        new(
            task,
            configMap?.Data is { } data ? WithoutNulls(data, "") : NoText,
            configMap?.BinaryData is { } binary ? WithoutNulls(binary, []) : NoBytes,
            configMap?.Metadata?.Annotations is { } annotations ? WithoutNulls(annotations, "") : NoText
        );

    /// <summary>An API server reads null as empty and never writes it; what stands in for one may.</summary>
    private static IReadOnlyDictionary<string, T> WithoutNulls<T>(IDictionary<string, T> members, T empty)
        where T : class =>
        members.Values.All(value => value is not null)
            ? members.AsReadOnly()
            : members.ToDictionary(member => member.Key, member => member.Value ?? empty);
}
