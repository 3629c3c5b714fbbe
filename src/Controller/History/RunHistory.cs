using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Controller.History;

/// <summary>The last runs, the newest first.</summary>
internal sealed record RunHistory(IReadOnlyList<HistoryEntry> Entries)
{
    private const int LongestOption = 512;

    public static RunHistory Empty { get; } = new([]);

    /// <summary>The entry of a run; null when there is none.</summary>
    public HistoryEntry? Find(RunId run) => Entries.FirstOrDefault(entry => entry.Run == run);

    /// <summary>With <paramref name="entry"/> in the place of what is known of its run; what it replaces is closed.</summary>
    /// <param name="entry">The run that the rollout is about now.</param>
    /// <param name="content">Its content, which is kept however many minutes came after it: it says who set them.</param>
    public RunHistory With(HistoryEntry entry, RunId content) =>
        new([
            .. Closed()
                .Entries.Where(other => other.Run != entry.Run)
                .Append(entry)
                .OrderByDescending(other => other.Run == content)
                .ThenByDescending(other => other.SetTime)
                .Take(HistoryCodec.MaxEntries)
                .OrderByDescending(other => other.SetTime),
        ]);

    /// <summary>With no run that goes on.</summary>
    public RunHistory Closed() =>
        Entries.Any(IsOpen) ? new([.. Entries.Select(entry => IsOpen(entry) ? entry with { IsReplaced = true } : entry)]) : this;

    /// <summary>How <paramref name="plan"/>'s run stands now.</summary>
    public HistoryEntry EntryOf(TaskSetting setting, RolloutPlan plan, DateTimeOffset now)
    {
        var known = Find(plan.Run);
        return new HistoryEntry
        {
            Run = plan.Run,
            // A scheduled run was set by nobody: it is as old as its first trace.
            SetTime = plan.Run == setting.Content ? setting.Origin.SetTime : known?.SetTime ?? now,
            Manager = setting.Origin.Manager,
            User = setting.Origin.User,
            Options = OptionsOf(setting.Document),
            Status = plan.Status,
            Counts = PhaseCounts.Of(plan.Nodes),
            StartTime = known?.StartTime ?? plan.StartTime,
            CompletionTime = plan.Status == RolloutStatus.Complete ? plan.CompletionTime ?? known?.CompletionTime ?? now : null,
        };
    }

    private static bool IsOpen(HistoryEntry entry) => entry.Status != RolloutStatus.Complete && !entry.IsReplaced;

    private static Dictionary<string, string> OptionsOf(TaskDocument task) =>
        task
            .Data.Where(entry =>
                entry.Key is not ("task" or "signature")
                && !entry.Key.StartsWith("env.", StringComparison.Ordinal)
                && !entry.Key.StartsWith("file.", StringComparison.Ordinal)
            )
            .ToDictionary(
                entry => entry.Key,
                entry => entry.Value.Length <= LongestOption ? entry.Value : entry.Value[..LongestOption] + "…",
                StringComparer.Ordinal
            );
}
