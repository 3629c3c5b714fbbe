using System.Threading.Channels;
using NodeTasker.Cluster;
using NodeTasker.HostAgent.Deciding;
using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Hosting;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Reporting;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent;

/// <summary>One task on this node: watch, decide, execute, report. Decides from what is, whatever event woke it.</summary>
internal sealed class AgentLoop
{
    private readonly AgentOptions _options;
    private readonly ITaskSource _watching;
    private readonly INodeSource _node;
    private readonly IGrantSource _grants;
    private readonly TaskRuns _runs;
    private readonly ReportQueue _reporting;
    private readonly AgentStatus _status;
    private readonly SignatureCheck _signatures;
    private readonly TimeProvider _time;
    private readonly AgentLog _log;
    private readonly Channel<bool> _news = NewSignal();
    private readonly Channel<bool> _cuts = NewSignal();
    private bool _isConnectedAnew;
    private TaskSnapshot? _snapshot;
    private GrantWait? _waiting;

    /// <summary>A fleet that loses its API server as one must not come back with this as one: nobody waits for it.</summary>
    private static readonly TimeSpan LongestSpread = TimeSpan.FromSeconds(5);

    public AgentLoop(
        AgentOptions options,
        ITaskSource watching,
        INodeSource node,
        IGrantSource grants,
        TaskRuns runs,
        ReportQueue reporting,
        AgentStatus status,
        TimeProvider time,
        AgentLog log
    )
    {
        (_options, _watching, _node, _grants, _runs, _reporting, _status, _time, _log) = (
            options,
            watching,
            node,
            grants,
            runs,
            reporting,
            status,
            time,
            log
        );
        _signatures = new SignatureCheck(options.TrustedKeys);
        status.Changed += Wake;
        runs.Ended += Wake;
        watching.Cut += () => _cuts.Writer.TryWrite(true);
    }

    /// <summary>Runs until cancelled. Scripts that are under way are left running.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var node = KnowNodeAsync(cancellationToken);
        var watching = WatchAsync(cancellationToken);
        var reporting = _reporting.RunAsync(cancellationToken);
        var deciding = DecideAsync(cancellationToken);
        var first = await Task.WhenAny(watching, reporting, deciding, node);
        // Nothing of a stopped agent writes to the journal beside the next one.
        if (cancellationToken.IsCancellationRequested)
            await Task.WhenAll(watching, reporting, deciding, node).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    /// <summary>Whatever was not seen may have happened while there was no connection: the Node may be another, and its results gone with it.</summary>
    private async Task KnowNodeAsync(CancellationToken cancellationToken)
    {
        await _node.ReadAsync();
        Wake();
        while (true)
        {
            await _cuts.Reader.ReadAsync(cancellationToken);
            await Task.Delay(Random.Shared.NextDouble() * LongestSpread, _time, cancellationToken);
            await _node.ReadAsync();
            Volatile.Write(ref _isConnectedAnew, true);
            Wake();
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await foreach (var snapshot in _watching.ReadAsync(cancellationToken))
        {
            _snapshot = snapshot;
            _status.TaskRead(_runs.Task);
            Wake();
            _log.TaskSet(_runs.Task, snapshot, _signatures.Check(snapshot.Document));
        }
    }

    private async Task DecideAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(_time, Random.Shared);
        while (true)
        {
            try
            {
                // What blocks runs on this host may also hide which boot it is and what still runs.
                if (_status.Blocked is null)
                    _runs.Recover();
                _runs.ConcludeEnded();
                if (_node.FirstRead.IsCompleted)
                    _runs.BelongTo(_node.Uid);
                if (Interlocked.Exchange(ref _isConnectedAnew, false))
                    _runs.AskAgain();
                var decision = Decider.Decide(View(), _time.GetUtcNow());
                _node.Follow(_snapshot?.Task is ParsedTask.Valid { Spec.NodeSelector.IsEverything: false }, Wake);
                _grants.Follow(decision.Grant is not null, Wake);
                _waiting = GrantWait.After(decision, _waiting);
                _log.Decided(_runs.Task, decision);
                _runs.Carry(decision);
                backoff.Reset();
                if (decision is not Decision.Start and not Decision.Conclude)
                    await WaitAsync(decision, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _log.StateFailed(_runs.Task, e.Message);
                _runs.AnnounceStateFailure(_snapshot?.Task, e.Message);
                await backoff.WaitAsync(backoff.Next(), cancellationToken);
            }
        }
    }

    private NodeView View() =>
        new()
        {
            Node = _options.NodeName,
            BootId = _runs.BootId,
            Task = _snapshot,
            Labels = _node.Labels,
            Journal = _runs.Journal,
            Active = _runs.Active,
            IsStopping = _runs.IsStopping,
            Blocked = _status.Blocked,
            Grant = _grants.Current,
            Waiting = _waiting,
            Audience = _options.Audience,
            Signature = _signatures.Check(_snapshot?.Document),
            NeedsSignature = _options.TrustedKeys is not null,
        };

    private static Channel<bool> NewSignal() =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private void Wake() => _news.Writer.TryWrite(true);

    private async Task WaitAsync(Decision decision, CancellationToken cancellationToken)
    {
        using var waited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var news = _news.Reader.ReadAsync(waited.Token).AsTask();
        if (decision.Wake is { } wake)
        {
            var longest = TimeSpan.FromHours(1);
            var delay = wake - _time.GetUtcNow();
            await Task.WhenAny(
                news,
                Task.Delay(
                    delay < TimeSpan.Zero ? TimeSpan.Zero
                        : delay > longest ? longest
                        : delay,
                    _time,
                    waited.Token
                )
            );
            await waited.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return;
        }

        await news;
    }
}
