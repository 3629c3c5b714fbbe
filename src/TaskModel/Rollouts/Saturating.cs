namespace NodeTasker.TaskModel.Rollouts;

/// <summary>Sums of times that a task may have any lengths for: what is past the calendar's end is its end.</summary>
internal static class Saturating
{
    public static DateTimeOffset Add(DateTimeOffset time, TimeSpan span) => span > DateTimeOffset.MaxValue - time ? DateTimeOffset.MaxValue : time + span;

    public static TimeSpan Add(TimeSpan left, TimeSpan right) => left > TimeSpan.MaxValue - right ? TimeSpan.MaxValue : left + right;

    /// <param name="span">Not negative.</param>
    /// <param name="factor">Not negative.</param>
    public static TimeSpan Times(TimeSpan span, int factor) => factor > 0 && span.Ticks > long.MaxValue / factor ? TimeSpan.MaxValue : span * factor;
}
