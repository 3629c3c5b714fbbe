using NodeTasker.HostAgent.Journal;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Deciding;

/// <summary>Which run of a content is wanted now: the content itself, and after it its boots and its scheduled minutes.</summary>
internal static class RunSlots
{
    private const string BootPrefix = "boot";

    /// <summary>From short to long, so that a minutely schedule isn't walked through over years.</summary>
    private static readonly TimeSpan[] LookBacks = [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(32), TimeSpan.FromDays(366 * 5)];

    /// <summary>The wanted run, which may have run already.</summary>
    public static RunId WantedRun(TaskSpec spec, NodeView view, DateTimeOffset now)
    {
        var first = view.Journal.Find(spec.Run.Value);
        if (first is null && !IsPast(view.Journal, spec.Run)) return spec.Run;

        if (spec.EveryBoot && first?.BootId != view.BootId)
        {
            var boot = spec.Run.InSlot(BootPrefix + view.BootId[..Math.Min(8, view.BootId.Length)]);
            if (view.Journal.Find(boot.Value) is null && !IsPast(view.Journal, boot)) return boot;
        }

        var newest = NewestOf(spec.Run, view.Journal);
        if (spec.Schedule is not { } schedule) return newest;
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
            for (var minute = schedule.Next(from); minute <= now; minute = schedule.Next(minute.Value)) latest = minute;
            if (latest is not null || from == since) return latest;
        }

        return null;
    }

    private static DateTimeOffset? TimeOf(JournalEntry? entry) => entry?.StartTime ?? entry?.CompletionTime;

    private static bool IsPast(JournalState journal, RunId run) => journal.Past.Contains(run.Value);

    private static RunId NewestOf(RunId content, JournalState journal) =>
        journal.Runs.LastOrDefault(r => r.Run == content.Value || r.Run.StartsWith(content.Value + "-", StringComparison.Ordinal)) is { } entry ? new RunId(entry.Run) : content;
}
