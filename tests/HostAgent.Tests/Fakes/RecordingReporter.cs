using NodeTasker.HostAgent.Reporting;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Fakes;

/// <summary>Keeps what was reported; fails and holds back as a test says.</summary>
internal sealed class RecordingReporter : IRunReporter
{
    private readonly Lock _gate = new();
    private readonly List<RunRecord> _delivered = [];
    private readonly Queue<Exception> _failures = [];
    private TaskCompletionSource? _held;

    /// <summary>The Node that owns what is written now.</summary>
    public Func<string?> Owner { get; set; } = () => null;

    /// <summary>How many writes were tried.</summary>
    public int Tries { get; private set; }

    public IReadOnlyList<RunRecord> Delivered
    {
        get
        {
            lock (_gate)
                return [.. _delivered];
        }
    }

    public RunRecord? Last => Delivered.LastOrDefault();

    /// <summary>The next writes fail, each with one of these.</summary>
    public void FailWith(params Exception[] failures)
    {
        lock (_gate)
        {
            foreach (var failure in failures)
                _failures.Enqueue(failure);
        }
    }

    /// <summary>Writes are taken up but not answered until <see cref="Release"/>.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _held?.TrySetResult();

    public async Task<string?> ReportAsync(RunRecord record, CancellationToken cancellationToken)
    {
        Exception? failure;
        var owner = Owner();
        lock (_gate)
        {
            Tries++;
            _failures.TryDequeue(out failure);
        }

        if (_held is { } held)
            await held.Task.WaitAsync(cancellationToken);
        if (failure is not null)
            throw failure;
        lock (_gate)
            _delivered.Add(record);
        return owner;
    }

    public Task ForAsync(string wish, Func<IReadOnlyList<RunRecord>, bool> isAsWished, CancellationToken cancellationToken) =>
        Eventually.BecomesAsync(wish, () => Delivered, isAsWished, cancellationToken: cancellationToken);
}
