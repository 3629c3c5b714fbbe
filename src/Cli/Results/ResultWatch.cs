using k8s;
using k8s.Autorest;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Results;

/// <summary>Follows the results of a task: what is there, then each change. A cut connection or a lost history starts over.</summary>
internal sealed class ResultWatch(IKubernetes client, string ns, string task, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly string _selector = $"{WellKnown.TaskLabel}={task}";

    /// <summary>Calls <paramref name="onResult"/> for each result and each change of one, until cancelled.</summary>
    public async Task FollowAsync(Action<RunRecord> onResult, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await FollowOnceAsync(onResult, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && IsPassing(e))
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private async Task FollowOnceAsync(Action<RunRecord> onResult, CancellationToken cancellationToken)
    {
        var list = await client.CoreV1.ListNamespacedConfigMapAsync(
            namespaceParameter: ns,
            labelSelector: _selector,
            cancellationToken: cancellationToken
        );
        foreach (var result in list.Items)
            Decode(result, onResult);

        // An error event (410 above all) is followed by the end of the stream, and that by a new list.
        var changes = client.CoreV1.WatchListNamespacedConfigMapAsync(
            namespaceParameter: ns,
            labelSelector: _selector,
            resourceVersion: list.Metadata.ResourceVersion,
            allowWatchBookmarks: true,
            onError: _ => { },
            cancellationToken: cancellationToken
        );
        await foreach (var (type, result) in changes)
        {
            if (type is WatchEventType.Added or WatchEventType.Modified)
                Decode(result, onResult);
        }

        await Task.Delay(Pause, time, cancellationToken);
    }

    private static void Decode(V1ConfigMap result, Action<RunRecord> onResult)
    {
        if (ResultCodec.TryDecode(AsReadOnly(result.Data), AsReadOnly(result.Metadata.Labels), out var record, out _))
            onResult(record);
    }

    private static Dictionary<string, string> AsReadOnly(IDictionary<string, string>? map) => map is null ? [] : new(map);

    private static bool IsPassing(Exception e) =>
        e is HttpRequestException or IOException or TaskCanceledException
        || (e is HttpOperationException { Response.StatusCode: var status } && ((int)status >= 500 || (int)status is 408 or 410 or 429));
}
