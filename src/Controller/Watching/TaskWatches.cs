using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.Controller.Storing;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.Watching;

/// <summary>All that a task's rollout looks at, kept up to date: the task, the Nodes, the nodes' results and the grants.</summary>
internal sealed class TaskWatches
{
    private readonly string _task;
    private readonly Reflector<V1ConfigMap> _taskReflector;
    private readonly Informer<NodeFacts> _nodes;
    private readonly Informer<ResultFacts?> _results;
    private readonly ChangeSignal _changed = new();
    private readonly TimeProvider _time;
    private readonly Dictionary<string, string> _resultNames = new(StringComparer.Ordinal);
    private ObservedTask? _observed;

    /// <param name="task">The task's name.</param>
    /// <param name="taskReflector">Its ConfigMap.</param>
    /// <param name="nodes">The Nodes; shared with other tasks, and run by somebody else.</param>
    /// <param name="results">The results of the task.</param>
    /// <param name="grants">Its grants.</param>
    /// <param name="time">For the waits.</param>
    public TaskWatches(
        string task,
        Reflector<V1ConfigMap> taskReflector,
        Informer<NodeFacts> nodes,
        Informer<ResultFacts?> results,
        Informer<GrantLease> grants,
        TimeProvider time
    )
    {
        _task = task;
        _taskReflector = taskReflector;
        _nodes = nodes;
        _results = results;
        Grants = grants;
        _time = time;
        nodes.Changed += _changed.Set;
        results.Changed += _changed.Set;
        grants.Changed += _changed.Set;
    }

    /// <summary>The grants that agents see.</summary>
    public Informer<GrantLease> Grants { get; }

    /// <summary>Follows everything but the Nodes until cancelled: three watches, each of which ends by itself only by a defect.</summary>
    public IReadOnlyList<Task> Run(CancellationToken cancellationToken) =>
        [FollowTaskAsync(cancellationToken), _results.RunAsync(cancellationToken), Grants.RunAsync(cancellationToken)];

    /// <summary>What there is after the next change, or at <paramref name="wake"/>; not before everything has been read once.</summary>
    public async Task<ObservedCluster> NextAsync(DateTimeOffset? wake, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (wake is { } due)
                await _changed.WaitAsync(due - _time.GetUtcNow(), _time, cancellationToken);
            else
                await _changed.WaitAsync(cancellationToken);
            if (
                Volatile.Read(ref _observed) is { } task
                && _nodes.Items is { } nodes
                && _results.Items is { } results
                && Grants.Items is { } grants
            )
                return new ObservedCluster(task, [.. nodes.Values], ByNode(nodes, results), GrantedBy(nodes, grants));
            wake = null;
        }
    }

    private async Task FollowTaskAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in _taskReflector.ReadAsync(cancellationToken))
        {
            if (change is Change<V1ConfigMap>.Disconnected)
                continue;
            Volatile.Write(ref _observed, ObservedTask.Of(_task, change.Only));
            _changed.Set();
        }
    }

    /// <summary>A result names its node in a label, but cut where the name is long; its own name says the same, whole or with a hash.</summary>
    private Dictionary<string, ResultFacts> ByNode(
        IReadOnlyDictionary<string, NodeFacts> nodes,
        IReadOnlyDictionary<string, ResultFacts?> results
    )
    {
        var byNode = new Dictionary<string, ResultFacts>(nodes.Count, StringComparer.Ordinal);
        foreach (var node in nodes.Keys)
        {
            if (!_resultNames.TryGetValue(node, out var name))
                _resultNames[node] = name = ObjectNames.Result(_task, node);
            if (results.TryGetValue(name, out var result) && result is not null)
                byNode[node] = result;
        }

        if (_resultNames.Count > 2 * (nodes.Count + 100))
            _resultNames.Clear();
        return byNode;
    }

    private Dictionary<string, RunId> GrantedBy(
        IReadOnlyDictionary<string, NodeFacts> nodes,
        IReadOnlyDictionary<string, GrantLease> grants
    )
    {
        var granted = new Dictionary<string, RunId>(StringComparer.Ordinal);
        if (grants.Count == 0)
            return granted;
        foreach (var node in nodes.Keys)
        {
            if (grants.TryGetValue(ObjectNames.Grant(_task, node), out var lease) && lease.Holder is { } run)
                granted[node] = new RunId(run);
        }

        return granted;
    }
}
