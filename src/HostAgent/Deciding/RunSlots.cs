using NodeTasker.HostAgent.Journal;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Deciding;

/// <summary>Which run of a content is wanted now: the content itself, and after it its boots and its scheduled minutes.</summary>
internal static class RunSlots
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>From short to long, so that a minutely schedule isn't walked through over years.</summary>
    private static readonly TimeSpan[] LookBacks =
    [
        TimeSpan.FromHours(1),
        TimeSpan.FromDays(1),
        TimeSpan.FromDays(32),
        TimeSpan.FromDays(366 * 5),
    ];

    /// <summary>The wanted run, which may have run already.</summary>
    public static RunId WantedRun(TaskSpec spec, NodeView view, DateTimeOffset now)
    {
        var journal = view.Journal;
        if (!journal.Knows(spec.Run))
            return spec.Run;

        var boot = spec.Run.InBoot(view.BootId);
        if (spec.EveryBoot && journal.Find(spec.Run)?.BootId != view.BootId && !journal.Knows(boot))
            return boot;

        var newest = NewestOf(spec.Run, journal);
        if (spec.Rerun is { } rerun && IsWanted(rerun, newest, journal))
            return rerun.Run;
        if (spec.Schedule is not { } schedule)
            return newest;
        // A run that ended before it started counts from its end.
        var since = TimeOf(journal.Find(newest)) ?? TimeOf(journal.Runs.LastOrDefault(r => TimeOf(r) is not null));
        // The clock was ahead when that run started: until it is there again nothing would be due.
        if (since - now > Minute)
            since = now - Minute;
        var due = since is null ? null : Latest(schedule, since.Value, now);
        return due is not null && spec.Run.InMinute(due.Value) is var slot && !MayHaveRun(slot, journal) ? slot : newest;
    }

    /// <summary>What came before the oldest minute that is still known is forgotten; a clock may be set back to then.</summary>
    private static bool MayHaveRun(RunId slot, JournalState journal) =>
        journal.Knows(slot)
        || (journal.Slots.Count >= JournalLimits.Default.Slots && slot.Minute < journal.Slots.Min(past => past.Run.Minute));

    /// <summary>The last scheduled minute in (<paramref name="since"/>, <paramref name="now"/>]: of several that were missed only the newest counts.</summary>
    private static DateTimeOffset? Latest(CronSchedule schedule, DateTimeOffset since, DateTimeOffset now)
    {
        foreach (var lookBack in LookBacks)
        {
            var from = now - lookBack > since ? now - lookBack : since;
            DateTimeOffset? latest = null;
            for (var minute = schedule.Next(from); minute <= now; minute = schedule.Next(minute.Value))
                latest = minute;
            if (latest is not null || from == since)
                return latest;
        }

        return null;
    }

    private static DateTimeOffset? TimeOf(JournalEntry? entry) => entry?.StartTime ?? entry?.CompletionTime;

    /// <summary>A rerun happens once, and only where the newest run had failed or was cancelled when it was wished.</summary>
    private static bool IsWanted(Rerun rerun, RunId newest, JournalState journal) =>
        !journal.Knows(rerun.Run)
        && journal.Find(newest) is { Phase: RunPhase.Failed or RunPhase.Cancelled } ended
        && ended.CompletionTime <= rerun.Time;

    /// <summary>The run of a content that came last on this node: the content itself, a boot, a minute or a rerun.</summary>
    public static RunId NewestOf(RunId content, JournalState journal) =>
        journal.Runs.LastOrDefault(entry => entry.Run.IsOf(content))?.Run ?? content;
}
