using System.Net;
using k8s.Models;
using NodeTasker.Cluster;

namespace NodeTasker.HostAgent.Watching;

/// <summary>The Node from the API.</summary>
internal sealed partial class NodeSource(
    IEndpoint<V1Node> endpoint,
    Func<Reflector<V1Node>> newReflector,
    TimeProvider time,
    ILogger<NodeSource> log,
    CancellationToken stopping
) : INodeSource
{
    private readonly TaskCompletionSource _firstRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _following;
    private bool _saidWhyNot;

    public ObservedNode? Current { get; private set; }

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
            if (_following is null || Current is null)
                Current = Observe(nodes.Values.FirstOrDefault());
            if (Current is null && !_saidWhyNot)
                LogNoNode(log, endpoint.Description);
            _saidWhyNot = Current is null;
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
        if (wanted == _following is not null)
            return;
        _following?.Cancel();
        _following = null;
        if (!wanted)
            return;
        _following = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Following = FollowAsync(changed, _following.Token);
    }

    /// <summary>The watch, for whoever must know that it ended.</summary>
    public Task Following { get; private set; } = Task.CompletedTask;

    private async Task FollowAsync(Action changed, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in newReflector().ReadAsync(cancellationToken))
            {
                if (change is Change<V1Node>.Disconnected)
                    continue;
                Current = Observe(change.Only);
                changed();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // No task asks for labels any more, or the agent stops.
        }
    }

    private static ObservedNode? Observe(V1Node? node) =>
        node?.Metadata is { Uid.Length: > 0 } metadata
            ? new ObservedNode(
                metadata.Uid,
                (metadata.Labels ?? new Dictionary<string, string>())
                    .Where(label => label.Value is not null)
                    .ToDictionary(StringComparer.Ordinal)
            )
            : null;

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
