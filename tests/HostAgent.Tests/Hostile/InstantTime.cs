namespace NodeTasker.HostAgent.Tests.Hostile;

/// <summary>A clock on which every wait is over at once: thousands of backoffs in a second.</summary>
internal sealed class InstantTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
}
