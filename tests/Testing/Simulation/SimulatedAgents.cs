using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NodeTasker.TaskModel;

namespace NodeTasker.Testing.Simulation;

/// <summary>
/// Any number of nodes whose agents talk to the API as real ones do and run no scripts. They share one watch on the task and one on the
/// grants, so that thousands of them cost little; the writes are each agent's own.
/// </summary>
public sealed class SimulatedAgents : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SimulatedAgent> _agents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SimulatedAgent> _byGrant = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string?> _grants = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SimulatedStart> _starts = [];
    private readonly ConcurrentDictionary<Task, bool> _tasks = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, string, SimulatedRun> _behaviour;
    private readonly string _task;
    private readonly Task _following;
    private volatile ParsedTask _wish = new ParsedTask.Empty();
    private long _clock;
    private long _lastResultAt;
    private int _running;
    private int _mostRunning;

    /// <param name="server">The API server.</param>
    /// <param name="ns">The namespace of the task.</param>
    /// <param name="behaviour">What a node does with a run; by default it succeeds at once.</param>
    /// <param name="task">The task's name.</param>
    public SimulatedAgents(
        ApiServer server,
        string ns,
        Func<string, string, SimulatedRun>? behaviour = null,
        string task = WellKnown.DefaultTask
    )
    {
        _behaviour = behaviour ?? ((_, _) => SimulatedRun.Success);
        _task = task;
        Api = new SimulatedApi(server, ns);
        _following = Task.WhenAll(
            Api.FollowAsync(Api.ConfigMaps, $"fieldSelector=metadata.name%3D{task}", OnTask, _stop.Token),
            Api.FollowAsync(
                $"apis/coordination.k8s.io/v1/namespaces/{ns}/leases",
                $"labelSelector={Uri.EscapeDataString($"{WellKnown.TaskLabel}={task},{WellKnown.ComponentLabel}={WellKnown.GrantComponent}")}",
                OnGrant,
                _stop.Token
            )
        );
    }

    /// <summary>Every run that was started, in order.</summary>
    public IReadOnlyList<SimulatedStart> Starts => [.. _starts];

    /// <summary>How many run at this moment.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>How many ran at the same time at most.</summary>
    public int MostRunning => Volatile.Read(ref _mostRunning);

    /// <summary>When the API server has acknowledged the latest result, by <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long LastResultAt => Volatile.Read(ref _lastResultAt);

    internal SimulatedApi Api { get; }

    internal CancellationToken Stopping => _stop.Token;

    /// <summary>Makes Nodes, ready, each with its agent.</summary>
    public Task AddAsync(
        IEnumerable<string> nodes,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? labels = null
    ) =>
        Task.WhenAll(
            nodes.Select(async node =>
            {
                var agent = new SimulatedAgent(
                    _task,
                    node,
                    await AddNodeAsync(node, cancellationToken, labels),
                    labels ?? new Dictionary<string, string>(),
                    this
                );
                var grant = ObjectNames.Grant(_task, node);
                _agents[node] = _byGrant[grant] = agent;
                if (_grants.TryGetValue(grant, out var holder))
                    agent.SetGrant(holder);
                agent.SetTask(_wish);
            })
        );

    /// <summary>Makes a Node that has no agent; returns its uid.</summary>
    public Task<string> AddNodeAsync(
        string node,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? labels = null
    ) =>
        Api.CreateNodeAsync(
            node,
            new JsonObject(
                (labels ?? new Dictionary<string, string>()).Select(label =>
                    KeyValuePair.Create(label.Key, (JsonNode?)JsonValue.Create(label.Value))
                )
            ),
            cancellationToken
        );

    /// <summary>Removes a Node with its agent and its result.</summary>
    public async Task RemoveAsync(string node, CancellationToken cancellationToken)
    {
        if (_agents.TryRemove(node, out var agent))
            agent.Stop();
        await Api.DeleteNodeAsync(_task, node, cancellationToken);
    }

    /// <summary>Sets the Node's condition Ready: <c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public Task SetReadyAsync(string node, string status, CancellationToken cancellationToken) =>
        Api.SetReadyAsync(node, status, cancellationToken);

    /// <summary>The agent answers to nothing from now on.</summary>
    public void Stop(string node) => _agents[node].Stop();

    /// <summary>It is back, and knows what it has done.</summary>
    public void StartAgain(string node) => _agents[node].StartAgain();

    /// <summary>Ends what runs on the node <see cref="SimulatedRun.UntilFinished"/>.</summary>
    public void Finish(string node) => _agents[node].Finish();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll([_following, .. _tasks.Keys]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Api.Dispose();
        _stop.Dispose();
    }

    internal SimulatedRun BehaviourOf(string node, string run) => _behaviour(node, run);

    internal SimulatedStart NoteStart(string node, string run)
    {
        var start = new SimulatedStart(node, run, Interlocked.Increment(ref _clock));
        _starts.Enqueue(start);
        var running = Interlocked.Increment(ref _running);
        int most;
        while (running > (most = Volatile.Read(ref _mostRunning)) && Interlocked.CompareExchange(ref _mostRunning, running, most) != most)
        { }

        return start;
    }

    internal void NoteEnd(SimulatedStart start)
    {
        start.End = Interlocked.Increment(ref _clock);
        Interlocked.Decrement(ref _running);
    }

    internal void NoteResult() => Volatile.Write(ref _lastResultAt, System.Diagnostics.Stopwatch.GetTimestamp());

    internal void Track(Task task)
    {
        _tasks[task] = true;
        task.ContinueWith(
            ended => _tasks.TryRemove(ended, out _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    private void OnTask(string name, JsonObject? configMap)
    {
        _wish = configMap is null
            ? new ParsedTask.Empty()
            : TaskSpecParser.Parse(
                new TaskDocument(
                    name,
                    Texts(configMap["data"]),
                    new Dictionary<string, byte[]>(),
                    Texts(configMap["metadata"]!["annotations"])
                )
            );
        foreach (var agent in _agents.Values)
            agent.SetTask(_wish);
    }

    private void OnGrant(string name, JsonObject? lease)
    {
        var holder = (string?)lease?["spec"]?["holderIdentity"];
        _grants[name] = holder;
        if (_byGrant.TryGetValue(name, out var agent))
            agent.SetGrant(holder);
    }

    private static Dictionary<string, string> Texts(JsonNode? map) =>
        map is JsonObject entries ? entries.ToDictionary(entry => entry.Key, entry => (string)entry.Value!) : [];
}
