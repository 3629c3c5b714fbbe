using NodeTasker.HostAgent.Reporting;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Reporting;

public sealed class LiveReportsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private long _length;
    private int _reports;

    public void Dispose() => _over.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_run_of_less_than_a_second_is_not_shown_while_it_runs()
    {
        var live = Start();

        _time.Advance(TimeSpan.FromMilliseconds(999));
        await _over.CancelAsync().WaitAsync(TestContext.Current.CancellationToken);
        await live;

        Assert.Equal(0, _reports);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_is_shown_after_a_second_though_it_has_written_nothing()
    {
        var live = Start();

        await AdvanceAsync(TimeSpan.FromSeconds(1)).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, _reports);
        await _over.CancelAsync();
        await live;
    }

    [Fact(Timeout = 60_000)]
    public async Task News_is_shown_at_most_every_five_seconds()
    {
        var live = Start();

        for (var second = 1; second <= 21; second++)
        {
            _length += 100;
            await AdvanceAsync(TimeSpan.FromSeconds(1)).WaitAsync(TestContext.Current.CancellationToken);
        }

        // At 1, 6, 11, 16 and 21 seconds.
        Assert.Equal(5, _reports);
        await _over.CancelAsync();
        await live;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_that_writes_nothing_more_is_not_shown_again()
    {
        var live = Start();

        for (var i = 0; i < 60; i++)
            await AdvanceAsync(TimeSpan.FromSeconds(5)).WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, _reports);
        _length = 1;
        await AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(2, _reports);
        await _over.CancelAsync();
        await live;
    }

    private Task Start() => LiveReports.RunAsync(() => _length, () => _reports++, _time, _over.Token);

    /// <summary>Advances the clock, and waits until the next delay has begun.</summary>
    private async Task AdvanceAsync(TimeSpan by)
    {
        _time.Advance(by);
        await Eventually.IsTrueAsync("the next delay has begun", () => _time.PendingTimers == 1, cancellationToken: _over.Token);
    }
}
