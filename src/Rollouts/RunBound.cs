namespace NodeTasker.Rollouts;

/// <summary>The longest that a run can go on unseen.</summary>
internal static class RunBound
{
    // The clocks of nodes differ, and a kill takes its time.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    // An older content may have had another timeout than the task has now, or a malformed task: at least the default is granted to it.
    private static readonly TimeSpan Older = TimeSpan.FromHours(1) + TimeSpan.FromSeconds(10);

    /// <summary>When <paramref name="attempt"/> (from 1) and all that may follow it are over, if it started by <paramref name="start"/>; null is never.</summary>
    public static DateTimeOffset? EndOf(TaskSpec? spec, DateTimeOffset start, int attempt, bool isOlder = false)
    {
        if (spec is null)
            return start + Older + Margin;
        if (spec.Timeout is not { } timeout)
            return null;
        var one = timeout + spec.GracePeriod;
        if (isOlder && one < Older)
            one = Older;
        var left = Math.Max(1, spec.Retries + 2 - Math.Max(1, attempt));
        return start + (one * left) + (spec.RetryDelay * (left - 1)) + Margin;
    }
}
