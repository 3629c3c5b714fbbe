using NodeTasker.Cluster;

namespace NodeTasker.Controller.Leadership;

/// <summary>
/// One replica is active at a time: it holds a Lease that it renews, and stops before another may take the Lease over. Whether a holder is
/// alive is judged by this replica's own clock, from when it saw the Lease change last; clocks of different machines are never compared.
/// </summary>
internal sealed partial class LeaderElection(string identity, ILeaderLease lease, TimeProvider time, ILogger log)
{
    /// <summary>How long a holder counts as alive after its last renewal.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    /// <summary>How often the holder renews.</summary>
    public static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(5);

    /// <summary>How long after its last renewal a holder gives up: before the others may begin.</summary>
    public static readonly TimeSpan RenewDeadline = TimeSpan.FromSeconds(10);

    /// <summary>How often a standby looks, and a holder tries again.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(3);
    private LeaderRecord? _seen;
    private long _seenAt;
    private long _renewedAt;
    private bool _failing;

    /// <summary>Called after each answer of the API server.</summary>
    public Action Answered { get; init; } = static () => { };

    /// <summary>
    /// Whether no other replica can be active yet, by this replica's clock. For what must not be done a moment too late: a process that was
    /// suspended goes on where it was, and hears only then that its time is over.
    /// </summary>
    public bool MayStillLead => time.GetElapsedTime(Volatile.Read(ref _renewedAt)) < RenewDeadline;

    /// <summary>Runs <paramref name="lead"/> whenever this replica is the active one, under a token that ends with that; until <paramref name="stopping"/>, and then hands the Lease on.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken stopping)
    {
        while (true)
        {
            var held = await AcquireAsync(stopping);
            LogLeading(log, identity);
            using var leading = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var work = lead(leading.Token);
            var holding = HoldAsync(held, leading.Token);
            await Task.WhenAny(work, holding);
            await leading.CancelAsync();
            await Task.WhenAll(work, holding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReleaseAsync();
            if (work.IsFaulted)
                await work;
            stopping.ThrowIfCancellationRequested();
            LogLost(log, identity);
        }
    }

    private async Task<LeaderRecord> AcquireAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                Note(await lease.ReadAsync(cancellationToken));
                Answered();
                if (_failing)
                    LogWorks(log);
                _failing = false;
                var start = time.GetTimestamp();
                if (IsFree() && await lease.TryWriteAsync(Taken(), cancellationToken) is { } held)
                {
                    NoteRenewal(start);
                    return held;
                }
            }
            catch (Exception e) when (ApiFailure.IsExpected(e, cancellationToken))
            {
                NoteFailure(e);
            }

            await Task.Delay(RetryInterval, time, cancellationToken);
        }
    }

    /// <summary>Returns when this replica may not be active any longer.</summary>
    private async Task HoldAsync(LeaderRecord held, CancellationToken cancellationToken)
    {
        var wait = RenewInterval;
        while (true)
        {
            await Task.Delay(wait, time, cancellationToken);
            var left = Left();
            if (left <= TimeSpan.Zero)
                return;
            var start = time.GetTimestamp();
            try
            {
                using var deadline = new CancellationTokenSource(left, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
                if (await lease.TryWriteAsync(held with { RenewTime = time.GetUtcNow() }, either.Token) is { } renewed)
                {
                    held = renewed;
                    NoteRenewal(start);
                    wait = RenewInterval;
                    if (_failing)
                        LogWorks(log);
                    _failing = false;
                    continue;
                }

                // Either somebody else has it, or an earlier renewal was done and its answer lost.
                if (await lease.ReadAsync(either.Token) is not { } now || now.Holder != identity)
                    return;
                held = now;
            }
            catch (Exception e) when (ApiFailure.IsExpected(e, cancellationToken))
            {
                NoteFailure(e);
            }

            wait = Min(RetryInterval, Left());
            if (wait <= TimeSpan.Zero)
                return;
        }
    }

    /// <summary>Lets another replica begin at once. Where that fails, it waits for the end of the Lease's duration.</summary>
    private async Task ReleaseAsync()
    {
        using var bound = new CancellationTokenSource(ReleaseTimeout, time);
        try
        {
            if (await lease.ReadAsync(bound.Token) is not { } now || now.Holder != identity)
                return;
            if (await lease.TryWriteAsync(now with { Holder = null, RenewTime = time.GetUtcNow() }, bound.Token) is not null)
                LogReleased(log, identity);
        }
        catch (Exception e) when (ApiFailure.IsExpected(e, CancellationToken.None))
        {
            LogNotReleased(log, identity, ApiFailure.Describe(e));
        }
    }

    private void Note(LeaderRecord? now)
    {
        if (now == _seen && now is not null)
            return;
        if (now?.Holder is { } holder && holder != _seen?.Holder)
            LogFollowing(log, identity, holder);
        _seen = now;
        _seenAt = time.GetTimestamp();
    }

    private bool IsFree() => _seen?.Holder is null || _seen.Holder == identity || time.GetElapsedTime(_seenAt) >= Duration;

    private LeaderRecord Taken()
    {
        var now = time.GetUtcNow();
        return new(identity, now, now, (_seen?.Transitions ?? -1) + 1, _seen?.Version);
    }

    /// <summary>From when the write began: the others count from when it was done, which is later.</summary>
    private void NoteRenewal(long start) => Volatile.Write(ref _renewedAt, start);

    private TimeSpan Left() => RenewDeadline - time.GetElapsedTime(_renewedAt);

    private void NoteFailure(Exception e)
    {
        if (!_failing)
            LogFails(log, ApiFailure.Describe(e));
        _failing = true;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    [LoggerMessage(EventId = 621, Level = LogLevel.Information, Message = "{Identity} is the active controller")]
    private static partial void LogLeading(ILogger log, string identity);

    [LoggerMessage(EventId = 622, Level = LogLevel.Warning, Message = "{Identity} could not stay the active controller; it stands by")]
    private static partial void LogLost(ILogger log, string identity);

    [LoggerMessage(EventId = 623, Level = LogLevel.Information, Message = "{Identity} stands by: {Holder} is the active controller")]
    private static partial void LogFollowing(ILogger log, string identity, string holder);

    [LoggerMessage(
        EventId = 624,
        Level = LogLevel.Warning,
        Message = "Cannot reach the Lease of the active controller: {Failure}. Trying again"
    )]
    private static partial void LogFails(ILogger log, string failure);

    [LoggerMessage(EventId = 625, Level = LogLevel.Information, Message = "Reaching the Lease of the active controller again")]
    private static partial void LogWorks(ILogger log);

    [LoggerMessage(EventId = 626, Level = LogLevel.Information, Message = "{Identity} has handed over")]
    private static partial void LogReleased(ILogger log, string identity);

    [LoggerMessage(
        EventId = 627,
        Level = LogLevel.Warning,
        Message = "{Identity} could not hand over: {Failure}. Another replica takes over when the Lease has run out"
    )]
    private static partial void LogNotReleased(ILogger log, string identity, string failure);
}
