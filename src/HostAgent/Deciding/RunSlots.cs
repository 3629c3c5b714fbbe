using NodeTasker.HostAgent.Journal;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Deciding;

/// <summary>Which run of a content is wanted now: the content itself, and after it its boots and its scheduled minutes.</summary>
internal static class RunSlots
{
    private const string BootPrefix = "boot";

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
        var first = view.Journal.Find(spec.Run.Value);
        if (first is null && !IsPast(view.Journal, spec.Run))
            return spec.Run;

        if (spec.EveryBoot && first?.BootId != view.BootId)
        {
            var boot = spec.Run.InSlot(BootPrefix + view.BootId[..Math.Min(8, view.BootId.Length)]);
            if (view.Journal.Find(boot.Value) is null && !IsPast(view.Journal, boot))
                return boot;
        }

        var newest = NewestOf(spec.Run, view.Journal);
        if (spec.Rerun is { } rerun && IsWanted(rerun, newest, view.Journal))
            return rerun.Run;
        if (spec.Schedule is not { } schedule)
            return newest;
        // A run that ended before it started counts from its end.
        var since = TimeOf(view.Journal.Find(newest.Value)) ?? TimeOf(view.Journal.Runs.LastOrDefault(r => TimeOf(r) is not null));
        var due = since is null ? null : Latest(schedule, since.Value, now);
        return due is null ? newest : spec.Run.InSlot(CronSchedule.SlotOf(due.Value));
    }

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

    private static bool IsPast(JournalState journal, RunId run) => journal.Past.Contains(run.Value);

    /// <summary>A rerun happens once, and only where the newest run had failed or was cancelled when it was wished.</summary>
    private static bool IsWanted(Rerun rerun, RunId newest, JournalState journal) =>
        journal.Find(rerun.Run.Value) is null
        && !IsPast(journal, rerun.Run)
        && journal.Find(newest.Value) is { Phase: RunPhase.Failed or RunPhase.Cancelled } ended
        && ended.CompletionTime <= rerun.Time;

    /// <summary>The run of a content that came last on this node: the content itself, a boot, a minute or a rerun.</summary>
    public static RunId NewestOf(RunId content, JournalState journal) =>
        journal.Runs.LastOrDefault(r => r.Run == content.Value || r.Run.StartsWith(content.Value + "-", StringComparison.Ordinal))
            is { } entry
            ? new RunId(entry.Run)
            : content;
}
