using NodeTasker.Controller.Leadership;
using NodeTasker.Testing;

namespace NodeTasker.Controller.Tests.Fakes;

/// <summary>A replica whose work is a wait, or ends at once by a defect.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Exception? _defect;
    private readonly Task _running;
    private int _leading;

    public Replica(string identity, FakeLeaderLease lease, TimeProvider time, Exception? defect = null)
    {
        _defect = defect;
        View = lease.ViewOfOne();
        _running = new LeaderElection(identity, View, time, new RecordingLog<LeaderElection>()).RunAsync(LeadAsync, _stop.Token);
    }

    public FakeLeaderLease.View View { get; }

    public bool IsLeading => Volatile.Read(ref _leading) == 1;

    public Task Running => _running;

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task LeadAsync(CancellationToken leading)
    {
        if (_defect is not null)
            throw _defect;
        Interlocked.Exchange(ref _leading, 1);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, leading);
        }
        finally
        {
            Interlocked.Exchange(ref _leading, 0);
        }
    }
}
