namespace NodeTasker.Testing;

/// <summary>A clock that a test sets: it stands still until <see cref="Advance"/>, which fires the timers that fall due, in their order.</summary>
public sealed class FakeTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now;

    public FakeTimeProvider(DateTimeOffset? now = null) => _now = now ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers (delays, timeouts, periodic timers) wait for this clock: a latch for "it has begun to wait".</summary>
    public int PendingTimers
    {
        get
        {
            lock (_lock)
                return _timers.Count(timer => timer.Due is not null);
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on. Each timer sees the time it was due at; a timer set by a timer that fires counts too.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (NextDueUntil(end) is { } timer)
            timer.Fire();

        lock (_lock)
            _now = end;
    }

    private Timer? NextDueUntil(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is null)
                return null;
            if (next.Due > _now)
                _now = next.Due!.Value;
            next.SetNextDue();
            return next;
        }
    }

    private sealed class Timer(FakeTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var atOnce = dueTime == TimeSpan.Zero;
            lock (clock._lock)
            {
                _period = period;
                clock._timers.Remove(this);
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                if (Due is not null)
                    clock._timers.Add(this);
                if (atOnce)
                    SetNextDue();
            }

            if (atOnce)
                ThreadPool.QueueUserWorkItem(_ => Fire());
            return true;
        }

        public void SetNextDue()
        {
            var periodic = _period != Timeout.InfiniteTimeSpan && _period > TimeSpan.Zero;
            Due = periodic ? Due + _period : null;
            if (Due is null)
                clock._timers.Remove(this);
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._lock)
            {
                Due = null;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
