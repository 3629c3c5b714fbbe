namespace NodeTasker.Cli.Running;

/// <summary>A timer for as long as a duration can be: the runtime's own end at 49 days.</summary>
internal static class LongTimer
{
    private static readonly TimeSpan Round = TimeSpan.FromDays(30);

    /// <summary>Does <paramref name="onEnd"/> once <paramref name="wait"/> has passed, unless disposed before.</summary>
    public static ITimer Start(TimeProvider time, TimeSpan wait, Action onEnd)
    {
        // The first is what is left over, and never nothing: the rest are whole.
        var (rounds, first) = Math.DivRem(wait.Ticks - 1, Round.Ticks);
        return time.CreateTimer(
            _ =>
            {
                if (Interlocked.Decrement(ref rounds) == -1)
                    onEnd();
            },
            null,
            TimeSpan.FromTicks(first + 1),
            Round
        );
    }
}
