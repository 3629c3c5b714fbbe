using NodeTasker.TaskModel;

namespace NodeTasker.Testing.Simulation;

#pragma warning disable CA1001 // Nobody asks the semaphore for its wait handle, so there is nothing to dispose of.
/// <summary>One node's agent: it decides from the newest task and grant as the real one does, and its script is a wait.</summary>
internal sealed class SimulatedAgent(string task, string node, string uid, IReadOnlyDictionary<string, string> labels, SimulatedAgents all)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RunRecord> _done = new(StringComparer.Ordinal);
    private ParsedTask _wish = new ParsedTask.Empty();
    private string? _grant;
    private RunRecord? _current;
    private RunRecord? _lastSent;
    private TaskCompletionSource? _finish;
    private Task _sending = Task.CompletedTask;
    private bool _stopped;

    public string Node => node;

    public string Uid => uid;

    public void SetTask(ParsedTask wish) => Change(() => _wish = wish);

    public void SetGrant(string? holder) => Change(() => _grant = holder);

    /// <summary>As killed: it answers to nothing any more, and what it runs is never heard of again.</summary>
    public void Stop() => Change(() => _stopped = true);

    /// <summary>Starts again and knows what it has done.</summary>
    public void StartAgain() => Change(() => _stopped = false);

    public void Finish()
    {
        lock (_gate)
            _finish?.TrySetResult();
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            if (!_stopped)
                Decide();
        }
    }

    private void Decide()
    {
        if (_wish is ParsedTask.Bad bad && _current is null && !_done.ContainsKey(bad.Run.Value))
        {
            End(
                new RunRecord
                {
                    Task = task,
                    Node = node,
                    Run = bad.Run,
                    Phase = RunPhase.Rejected,
                    Message = "bad",
                }
            );
            return;
        }

        if (_wish is not ParsedTask.Valid { Spec: var spec } || !spec.NodeSelector.Matches(labels) || !spec.Nodes.Matches(node))
            return;
        if (_current is { Phase: RunPhase.Running })
            return;
        var run = Wanted(spec);
        if (_done.ContainsKey(run.Value))
            return;
        if (spec.Cancelled is { } cancelled && run.IsOf(cancelled))
        {
            End(
                new RunRecord
                {
                    Task = task,
                    Node = node,
                    Run = run,
                    Phase = RunPhase.Cancelled,
                }
            );
            return;
        }

        if (spec.Paused || (spec.IsGated && _grant != run.Value))
            Announce(run);
        else
            Start(run);
    }

    private RunId Wanted(TaskSpec spec)
    {
        if (spec.Rerun is not { } rerun)
            return spec.Run;
        var last = _done.GetValueOrDefault(rerun.Run.Value) ?? _done.GetValueOrDefault(spec.Run.Value);
        return last is { Phase: RunPhase.Failed or RunPhase.Cancelled, CompletionTime: { } end } && end <= rerun.Time
            ? rerun.Run
            : last?.Run ?? spec.Run;
    }

    private void Announce(RunId run)
    {
        if (_current?.Run == run)
            return;
        _current = new RunRecord
        {
            Task = task,
            Node = node,
            Run = run,
            Phase = RunPhase.Pending,
            Message = "waiting for the controller",
        };
        Send(_current);
    }

    private void Start(RunId run)
    {
        var behaviour = all.BehaviourOf(node, run.Value);
        _current = new RunRecord
        {
            Task = task,
            Node = node,
            Run = run,
            Phase = RunPhase.Running,
            Attempt = 1,
            StartTime = DateTimeOffset.UtcNow,
        };
        _finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = all.NoteStart(node, run.Value);
        if (behaviour.SaysRunning)
            Send(_current);
        all.Track(RunAsync(behaviour, start, _current, _finish));
    }

    private async Task RunAsync(SimulatedRun behaviour, SimulatedStart start, RunRecord running, TaskCompletionSource finish)
    {
        await Task.Yield();
        if (behaviour.Duration is { } duration && duration > TimeSpan.Zero)
            await Task.WhenAny(finish.Task, Task.Delay(duration, all.Stopping));
        else if (behaviour.Duration is null)
            await finish.Task.WaitAsync(all.Stopping);
        all.Stopping.ThrowIfCancellationRequested();

        var end = DateTimeOffset.UtcNow;
        lock (_gate)
        {
            all.NoteEnd(start);
            var ended = running with
            {
                Phase = behaviour.ExitCode == 0 ? RunPhase.Succeeded : RunPhase.Failed,
                Reason = behaviour.ExitCode == 0 ? null : FailureReason.NonZeroExit,
                ExitCode = behaviour.ExitCode,
                CompletionTime = end,
                Duration = end - running.StartTime,
                Output = $"{node} said hello\n",
            };
            End(ended);
            if (!_stopped)
                Decide();
        }
    }

    private void End(RunRecord ended)
    {
        _current = null;
        _done[ended.Run.Value] = ended;
        Send(ended);
    }

    /// <summary>One write at a time, and the newest state only.</summary>
    private void Send(RunRecord record)
    {
        _lastSent = record;
        _sending = SendAsync(_sending, record);
        all.Track(_sending);
    }

    private async Task SendAsync(Task before, RunRecord record)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_gate)
        {
            if (_stopped || !ReferenceEquals(_lastSent, record))
                return;
        }

        await all.Api.ApplyResultAsync(record, uid, all.Stopping);
        all.NoteResult();
    }
}
