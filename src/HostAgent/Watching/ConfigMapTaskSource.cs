using System.Runtime.CompilerServices;
using k8s.Models;
using NodeTasker.TaskModel;
using NodeTasker.Watching;

namespace NodeTasker.HostAgent.Watching;

/// <summary>The task from its ConfigMap.</summary>
internal sealed class ConfigMapTaskSource(string task, ObjectWatch<V1ConfigMap> watch, SignatureCheck signatures) : ITaskSource
{
    private static readonly IReadOnlyDictionary<string, string> NoText = new Dictionary<string, string>();
    private static readonly IReadOnlyDictionary<string, byte[]> NoBytes = new Dictionary<string, byte[]>();

    public async IAsyncEnumerable<TaskSnapshot> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var configMap in watch.ReadAsync(cancellationToken))
        {
            yield return configMap is null ? new TaskSnapshot(null, null) : SnapshotOf(configMap);
        }
    }

    internal TaskSnapshot SnapshotOf(V1ConfigMap configMap)
    {
        var document = DocumentOf(configMap);
        return new TaskSnapshot(TaskSpecParser.Parse(document), configMap.Metadata?.ResourceVersion)
        {
            Cancelled = CancelledIn(configMap),
            Document = document,
            Origin = TaskOrigin.Of(configMap.Metadata),
            Signature = signatures.Check(document),
        };
    }

    private static string? CancelledIn(V1ConfigMap configMap) =>
        configMap.Metadata?.Annotations is { } annotations && annotations.TryGetValue(WellKnown.CancelAnnotation, out var run) && run?.Trim() is { Length: > 0 } cancelled ? cancelled : null;

    private TaskDocument DocumentOf(V1ConfigMap configMap) => new(
        task,
        configMap.Data is { } data ? WithoutNulls(data, "") : NoText,
        configMap.BinaryData is { } binary ? WithoutNulls(binary, []) : NoBytes,
        configMap.Metadata?.Annotations is { } annotations ? WithoutNulls(annotations, "") : NoText);

    /// <summary>An API server reads null as empty and never writes it; what stands in for one may.</summary>
    private static IReadOnlyDictionary<string, T> WithoutNulls<T>(IDictionary<string, T> members, T empty)
        where T : class
        => members.Values.All(value => value is not null) ? members.AsReadOnly() : members.ToDictionary(member => member.Key, member => member.Value ?? empty);
}
