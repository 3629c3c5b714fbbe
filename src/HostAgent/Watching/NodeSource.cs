using System.Net;
using k8s.Models;
using NodeTasker.Cluster;

namespace NodeTasker.HostAgent.Watching;

/// <summary>The Node from the API.</summary>
internal sealed partial class NodeSource(
    IEndpoint<V1Node> endpoint,
    ApiConnection connection,
    TimeProvider time,
    ILogger<NodeSource> log,
    CancellationToken stopping
) : INodeSource
{
    private readonly TaskCompletionSource _firstRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Reading<IReadOnlyDictionary<string, string>>? _reading;
    private bool _saidWhyNot;

    public string? Uid { get; private set; }

    public IReadOnlyDictionary<string, string>? Labels => _reading?.Value;

    public Task FirstRead => _firstRead.Task;

    public async Task ReadAsync()
    {
        var backoff = new Backoff(time, Random.Shared);
        while (!await TryReadAsync())
            await backoff.WaitAsync(backoff.Next(), stopping);
        _firstRead.TrySetResult();
    }

    private async Task<bool> TryReadAsync()
    {
        try
        {
            var (nodes, _) = await endpoint.ListAllAsync(stopping);
            // What a watch has told meanwhile is newer.
            if (_reading is null || Uid is null)
                Uid = UidOf(nodes.Values.FirstOrDefault());
            if (Uid is null && !_saidWhyNot)
                LogNoNode(log, endpoint.Description);
            _saidWhyNot = Uid is null;
            return true;
        }
        catch (Exception e) when (ApiFailure.IsExpected(e, stopping))
        {
            if (ApiFailure.CodeOf(e) is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized))
                return false;
            if (!_saidWhyNot)
                LogUnreadable(log, endpoint.Description, ApiFailure.Describe(e));
            _saidWhyNot = true;
            return true;
        }
    }

    public void Follow(bool wanted, Action changed)
    {
        if (wanted == _reading is not null)
            return;
        _reading?.Dispose();
        // Labels that were read before a task asked for them may be others by now.
        _reading = wanted ? new Reading<IReadOnlyDictionary<string, string>>(stopping) : null;
        if (_reading is { } reading)
            Following = FollowAsync(reading, changed, reading.Over);
    }

    /// <summary>The watch, for whoever must know that it ended.</summary>
    public Task Following { get; private set; } = Task.CompletedTask;

    private async Task FollowAsync(Reading<IReadOnlyDictionary<string, string>> reading, Action changed, CancellationToken over)
    {
        var nodes = new Reflector<V1Node>(endpoint, connection, time, log) { ListsAfterCut = true };
        try
        {
            await foreach (var change in nodes.ReadAsync(over))
            {
                reading.Value = LabelsOf(change.Only);
                if (change is Change<V1Node>.Disconnected)
                    continue;
                Uid = UidOf(change.Only);
                changed();
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // No task asks for labels any more, or the agent stops.
        }
        catch (Exception e)
        {
            // A defect must not look like labels that stay as they are.
            reading.Fail(e);
            changed();
        }
    }

    private static string? UidOf(V1Node? node) => node?.Metadata?.Uid is { Length: > 0 } uid ? uid : null;

    private static Dictionary<string, string>? LabelsOf(V1Node? node) =>
        UidOf(node) is null
            ? null
            : (node!.Metadata.Labels ?? new Dictionary<string, string>())
                .Where(label => label.Value is not null)
                .ToDictionary(StringComparer.Ordinal);

    [LoggerMessage(
        EventId = 111,
        Level = LogLevel.Warning,
        Message = "There is no {Object}: results get no owner and stay when the node goes"
    )]
    private static partial void LogNoNode(ILogger log, string @object);

    [LoggerMessage(
        EventId = 112,
        Level = LogLevel.Warning,
        Message = "Cannot read {Object}: {Failure}. Results get no owner, or the one that was read before, until it can be read when the agent connects again"
    )]
    private static partial void LogUnreadable(ILogger log, string @object, string failure);
}
