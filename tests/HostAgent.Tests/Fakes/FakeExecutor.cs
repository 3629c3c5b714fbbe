using System.Collections.Concurrent;
using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Journal;

namespace NodeTasker.HostAgent.Tests.Fakes;

/// <summary>Starts nothing, and ends what it has started when a test says so.</summary>
internal sealed class FakeExecutor : IRunExecutor
{
    public const string Boot = "0b00715c-0000-4000-8000-000000000001";

    private readonly ConcurrentQueue<FakeScript> _started = [];

    /// <summary>What an earlier agent's attempts have become; null when they never started.</summary>
    public Func<JournalEntry, IRunningScript?> Attached { get; set; } = _ => null;

    /// <summary>Called before an attempt starts.</summary>
    public Action<RunOrder> Starting { get; set; } = _ => { };

    public IReadOnlyList<FakeScript> Started => [.. _started];

    /// <summary>As <c>run/attempt</c>.</summary>
    public IEnumerable<string> StartedNames => Started.Select(s => $"{s.Order!.Run}/{s.Order.Attempt}");

    public string BootId => Boot;

    public string LauncherName => "process";

    public IRunningScript Start(RunOrder order, Action commit)
    {
        commit();
        Starting(order);
        var script = new FakeScript(order);
        _started.Enqueue(script);
        return script;
    }

    public IRunningScript? Attach(string task, JournalEntry entry) => Attached(entry);
}

internal sealed class FakeScript(RunOrder? order = null) : IRunningScript
{
    private readonly TaskCompletionSource<RunOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunOrder? Order => order;

    public Task<RunOutcome> Completion => _completion.Task;

    public Task<string?> Gone { get; } = Task.FromResult<string?>(null);

    /// <summary>Called whenever someone looks at the output.</summary>
    public Action LookedAt { get; set; } = () => { };

    public OutputLog Output
    {
        get
        {
            LookedAt();
            return new OutputLog("/no/such/output.log");
        }
    }

    /// <summary>Whether a stop ends it, as TERM does with most scripts.</summary>
    public bool EndsWhenStopped { get; set; } = true;

    public StopReason? Stopped { get; private set; }

    public void End(int exitCode = 0) => End(new RunOutcome.Exited(exitCode, null) { StoppedBy = Stopped });

    public void End(RunOutcome outcome) => _completion.TrySetResult(outcome);

    public void Stop(StopReason reason)
    {
        Stopped ??= reason;
        if (EndsWhenStopped)
            End(new RunOutcome.Exited(143, 15) { StoppedBy = Stopped });
    }
}
