namespace NodeTasker.Cluster;

/// <summary>Full-jitter backoff: any wait up to a limit that doubles from 1 s to 60 s, so that a fleet doesn't return as one.</summary>
public sealed class Backoff(TimeProvider time, Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Last = TimeSpan.FromSeconds(60);
    private int _failures;

    /// <summary>After a success the next wait is short again.</summary>
    public void Reset() => _failures = 0;

    /// <summary>How long to wait after one more failure.</summary>
    public TimeSpan Next()
    {
        var limit = Math.Min(First.TotalSeconds * Math.Pow(2, Math.Min(_failures++, 10)), Last.TotalSeconds);
        return TimeSpan.FromSeconds(limit * random.NextDouble());
    }

    /// <summary>Waits by the clock of this backoff.</summary>
    public Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, time, cancellationToken);
}
