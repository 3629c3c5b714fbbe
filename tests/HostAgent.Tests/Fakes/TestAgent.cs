using Microsoft.Extensions.Logging.Abstractions;
using NodeTasker.Cluster;
using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Hosting;
using NodeTasker.HostAgent.Journal;
using NodeTasker.HostAgent.Reporting;
using NodeTasker.HostAgent.Watching;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Fakes;

/// <summary>One agent's loop over a real journal, with hands of a test for the API and the host.</summary>
internal sealed class TestAgent : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken
    );
    private readonly RunJournal _journal;
    private readonly AgentLoop _loop;
    private Task _running = Task.CompletedTask;

    public TestAgent(string stateDir, FakeTimeProvider? time = null, string? blocked = null, string? trustedKeys = null)
    {
        StateDir = stateDir;
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        _journal = RunJournal.Open(stateDir, Wish.Task, Time, NullLogger.Instance);
        var reporting = new ReportQueue(Reporter, Connection, _journal.MarkReported, Time, NullLogger.Instance);
        var log = new AgentLog(Log);
        Runs = new TaskRuns(
            Wish.Task,
            Wish.Node,
            stateDir,
            Executor,
            _journal,
            reporting,
            new RunRetention(stateDir, 100 << 20),
            Time,
            log
        );
        Status.Blocked = blocked;
        Reporter.Owner = () => Node.Uid;
        _loop = new AgentLoop(
            new AgentOptions
            {
                NodeName = Wish.Node,
                Namespace = "ns",
                TrustedKeys = trustedKeys,
            },
            Wished,
            Node,
            Grants,
            Runs,
            reporting,
            Status,
            Time,
            log
        );
    }

    public string StateDir { get; }

    public FakeTimeProvider Time { get; }

    public FakeTaskSource Wished { get; } = new();

    public FakeNodeSource Node { get; } = new();

    public FakeGrantSource Grants { get; } = new();

    public FakeExecutor Executor { get; } = new();

    public RecordingReporter Reporter { get; } = new();

    public RecordingLog<AgentLog> Log { get; } = new();

    public ApiConnection Connection { get; } = new();

    public AgentStatus Status { get; } = new([Wish.Task]);

    public TaskRuns Runs { get; }

    public JournalState Journal => _journal.State;

    public Task Running => _running;

    /// <summary>Whether the agent ends by a defect, which the test looks at itself.</summary>
    public bool IsMeantToFail { get; set; }

    public TestAgent Start()
    {
        _running = _loop.RunAsync(_stopping.Token);
        return this;
    }

    /// <summary>The script that is started as the given one, from 0.</summary>
    public async Task<FakeScript> StartedAsync(int index = 0) =>
        (
            await Eventually.BecomesAsync(
                $"{index + 1} scripts are started",
                () => Executor.Started,
                started => started.Count > index,
                cancellationToken: _stopping.Token
            )
        )[index];

    /// <summary>Waits until the result shows this, last of all.</summary>
    public async Task<RunRecord> ShowsAsync(RunId run, RunPhase phase) =>
        (
            await Eventually.BecomesAsync(
                $"{run} {phase} is shown",
                () => Reporter.Last,
                last => last?.Run == run && last.Phase == phase,
                cancellationToken: _stopping.Token
            )
        )!;

    /// <summary>Waits until nothing is left to do: the last line of the log says so.</summary>
    public Task LogsAsync(string part) =>
        Eventually.BecomesAsync(
            $"the log says '{part}'",
            () => string.Join('\n', Log.Lines.Select(l => l.Text)),
            lines => lines.Contains(part, StringComparison.Ordinal),
            cancellationToken: _stopping.Token
        );

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // As it should.
        }
        catch (Exception) when (IsMeantToFail)
        {
            // The test has seen it.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }
}
