using System.Runtime.CompilerServices;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Watching;

/// <summary>The task from its ConfigMap.</summary>
internal sealed class ConfigMapTaskSource(string task, Reflector<V1ConfigMap> tasks) : ITaskSource
{
    public event Action? Cut;

    public async IAsyncEnumerable<TaskSnapshot> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var change in tasks.ReadAsync(cancellationToken))
        {
            if (change is Change<V1ConfigMap>.Disconnected)
                Cut?.Invoke();
            else
                yield return change.Only is { } configMap ? SnapshotOf(configMap) : new TaskSnapshot(null, null);
        }
    }

    internal TaskSnapshot SnapshotOf(V1ConfigMap configMap)
    {
        var document = TaskDocument.Of(task, configMap.Data, configMap.BinaryData, configMap.Metadata?.Annotations);
        return new TaskSnapshot(TaskSpecParser.Parse(document), configMap.Metadata?.ResourceVersion)
        {
            Cancelled = CancelledIn(configMap),
            Document = document,
            Origin = TaskOrigin.Of(configMap.Metadata.FieldWrites(), configMap.Metadata?.Annotations),
        };
    }

    private static RunId? CancelledIn(V1ConfigMap configMap) =>
        configMap.Metadata?.Annotations is { } annotations
        && annotations.TryGetValue(WellKnown.CancelAnnotation, out var run)
        && run?.Trim() is { Length: > 0 } cancelled
            ? new RunId(cancelled)
            : null;
}
