namespace NodeTasker.EndToEnd.Tests.Kit;

public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact(Timeout = 30_000)]
    public async Task A_delay_ends_when_its_time_has_come_and_not_before()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(10), _clock, TestContext.Current.CancellationToken);
        Assert.Equal(1, _clock.PendingTimers);

        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(delay.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        await delay;
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public void A_periodic_timer_fires_once_a_period_and_sees_the_time_it_was_due_at()
    {
        var start = _clock.GetUtcNow();
        var seen = new List<double>();
        using var timer = _clock.CreateTimer(
            _ => seen.Add((_clock.GetUtcNow() - start).TotalSeconds),
            null,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(2)
        );

        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal([1, 3, 5], seen);
        Assert.Equal(start.AddSeconds(6), _clock.GetUtcNow());
    }

    [Fact]
    public void A_stopped_timer_does_not_fire_and_elapsed_time_follows_the_clock()
    {
        var fired = 0;
        var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var began = _clock.GetTimestamp();

        timer.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(0, fired);
        Assert.Equal(TimeSpan.FromSeconds(5), _clock.GetElapsedTime(began));
    }
}
