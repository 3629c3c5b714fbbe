namespace NodeTasker.Rollouts;

/// <summary>Which runs are of a task's content, and which of them its rollout is about now.</summary>
internal sealed class ContentRuns
{
    // A node whose clock is far ahead must not make all others look late; one that is behind saw the task before it was set.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private readonly RunId _content;
    private readonly TaskSpec? _spec;
    private readonly bool _isJustChanged;

    /// <param name="content">The task's content.</param>
    /// <param name="spec">The task; null when it is malformed.</param>
    /// <param name="setTime">When its content was set.</param>
    /// <param name="changeTime">When it was changed though its content stayed; null when it wasn't.</param>
    /// <param name="results">Of the selected nodes.</param>
    /// <param name="now">The time.</param>
    public ContentRuns(
        RunId content,
        TaskSpec? spec,
        DateTimeOffset setTime,
        DateTimeOffset? changeTime,
        IEnumerable<ResultFacts> results,
        DateTimeOffset now
    )
    {
        (_content, _spec) = (content, spec);
        _isJustChanged = now - changeTime < NodeLines.ToBeHeard;
        Current = content;
        if (spec?.Schedule is not { } schedule)
            return;

        // Each node writes its own result: what one makes up must not move all others to another run.
        Minute = results
            .Select(result => MinuteOf(result.Run))
            .OfType<DateTimeOffset>()
            .Where(minute => minute <= now + ClockSkew && minute + ClockSkew >= setTime)
            .Distinct()
            .OrderDescending()
            .Where(schedule.Has)
            .Cast<DateTimeOffset?>()
            .FirstOrDefault();
        if (Minute is { } newest)
            Current = content.InMinute(newest);
    }

    /// <summary>The content, or the newest of its scheduled minutes.</summary>
    public RunId Current { get; }

    /// <summary>That minute; null when it is the content.</summary>
    public DateTimeOffset? Minute { get; }

    public bool IsOfContent(RunId run) => run.IsOf(_content);

    public bool IsBoot(RunId run) => run.IsBoot && run.IsOf(_content);

    /// <summary>Cancelling a content cancels its slots too.</summary>
    public bool IsCancelled(RunId run) => _spec?.Cancelled is { } cancelled && run.IsOf(cancelled);

    /// <summary>Whether a result says how its node stands in the current run; else that node is still to come.</summary>
    public bool IsCurrent(ResultFacts result) =>
        IsOfContent(result.Run)
        && !IsToRunAgain(result)
        && !(_isJustChanged && result.Phase == RunPhase.Rejected)
        && (Minute is not { } minute || IsSince(minute, result));

    /// <summary>Whether its end is one that the operator wants to be run once more.</summary>
    public bool IsToRunAgain(ResultFacts result) =>
        _spec?.Rerun is { } rerun
        && !IsCancelled(rerun.Run)
        && IsOfContent(result.Run)
        && result.Run != rerun.Run
        && result.Phase is RunPhase.Failed or RunPhase.Cancelled
        && result.CompletionTime <= rerun.Time;

    private bool IsSince(DateTimeOffset minute, ResultFacts result)
    {
        if (MinuteOf(result.Run) is { } own)
            return own >= minute;
        // A boot, a rerun, or a node that joined later and ran the content itself: not asked for more before the next minute.
        return result.Phase == RunPhase.Rejected
            || ((result.StartTime ?? result.CompletionTime) is { } time ? time >= minute : result.HasEnded);
    }

    private DateTimeOffset? MinuteOf(RunId run) => run.IsOf(_content) ? run.Minute : null;
}
