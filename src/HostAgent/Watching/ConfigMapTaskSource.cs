using System.Runtime.CompilerServices;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Watching;

/// <summary>The task from its ConfigMap.</summary>
internal sealed class ConfigMapTaskSource(string task, ObjectWatch<V1ConfigMap> watch, SignatureCheck signatures) : ITaskSource
{
    public event Action? Cut
    {
        add => watch.Cut += value;
        remove => watch.Cut -= value;
    }

    public async IAsyncEnumerable<TaskSnapshot> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var configMap in watch.ReadAsync(cancellationToken))
        {
            yield return configMap is null ? new TaskSnapshot(null, null) : SnapshotOf(configMap);
        }
    }

    internal TaskSnapshot SnapshotOf(V1ConfigMap configMap)
    {
        var document = TaskDocuments.Of(task, configMap);
        return new TaskSnapshot(TaskSpecParser.Parse(document), configMap.Metadata?.ResourceVersion)
        {
            Cancelled = CancelledIn(configMap),
            Document = document,
            Origin = TaskOrigin.Of(configMap.Metadata),
            Signature = signatures.Check(document),
        };
    }

    private static string? CancelledIn(V1ConfigMap configMap) =>
        configMap.Metadata?.Annotations is { } annotations
        && annotations.TryGetValue(WellKnown.CancelAnnotation, out var run)
        && run?.Trim() is { Length: > 0 } cancelled
            ? cancelled
            : null;
}
