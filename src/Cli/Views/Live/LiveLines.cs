using NodeTasker.Cli.Following;
using NodeTasker.Rollouts;

namespace NodeTasker.Cli.Views.Live;

/// <summary>A rollout that goes on, as the lines of a live area.</summary>
internal static class LiveLines
{
    private const int WidestBar = 30;

    /// <summary>The nodes that run now, as many as fit, then the bar.</summary>
    /// <param name="progress">How it stands.</param>
    /// <param name="lastLines">The last line of output of some nodes.</param>
    /// <param name="elapsed">Since the start.</param>
    /// <param name="now">The time, for how long nodes have run.</param>
    /// <param name="width">Of the terminal.</param>
    /// <param name="height">Of the terminal.</param>
    public static IReadOnlyList<LiveLine> Of(
        Progress? progress,
        IReadOnlyDictionary<string, string> lastLines,
        TimeSpan elapsed,
        DateTimeOffset now,
        int width,
        int height
    )
    {
        if (progress is null)
            return [new($"waiting for the cluster  {ClockOf(elapsed)}", LiveColour.Grey)];

        var lines = new List<LiveLine>();
        var running = Running(progress).ToList();
        var room = RoomFor(height);
        var nameWidth = running.Take(room).Select(node => node.Node.Length).DefaultIfEmpty(0).Max();
        foreach (var node in running.Take(room))
        {
            var age = node.Since is { } since ? AgeText.Of(since, now) : "";
            lines.Add(
                new(
                    $"  {node.Node.PadRight(nameWidth)}  {age, 4}  {lastLines.GetValueOrDefault(node.Node, "")}".TrimEnd(),
                    LiveColour.Yellow
                )
            );
        }

        if (running.Count > room)
            lines.Add(new($"  and {running.Count - room} more running", LiveColour.Grey));
        if (progress.Nodes.Where(HasNotSucceeded).Select(node => node.Node).ToList() is { Count: > 0 } failed)
            lines.Add(new($"  failed: {NodeList.Compress(failed)}", LiveColour.Red));
        if (progress.Trouble is { } trouble)
            lines.Add(new($"connection lost: {trouble}", LiveColour.Red));
        else if (progress is { Status: RolloutStatus.Paused or RolloutStatus.Halted })
            lines.Add(new($"{progress.Status}{(progress.Message is { } message ? $": {message}" : "")}", LiveColour.Yellow));
        lines.Add(BarOf(progress, elapsed, width));
        return lines;
    }

    /// <summary>The nodes that are shown, whose last lines are worth reading.</summary>
    public static IEnumerable<string> Shown(Progress progress, int height) =>
        Running(progress).Take(RoomFor(height)).Select(node => node.Node);

    private static IEnumerable<NodeProgress> Running(Progress progress) => progress.Nodes.Where(node => node.Phase == NodePhase.Running);

    private static bool HasNotSucceeded(NodeProgress node) => node.HasEnded && node.Phase != NodePhase.Succeeded;

    private static int RoomFor(int height) => Math.Clamp(height - 5, 1, 10);

    private static LiveLine BarOf(Progress progress, TimeSpan elapsed, int width)
    {
        var (ended, all) = (progress.Ended, progress.Counts.Desired);
        var words = $"{ended}/{all} done";
        if (progress.NotSucceeded > 0)
            words += $", {progress.NotSucceeded} failed";
        if (progress.Counts.Running > 0)
            words += $", {progress.Counts.Running} running";
        words += $"  {ClockOf(elapsed)}";
        if (ended > 0 && ended < all)
            words += $"  about {ClockOf(elapsed / ended * (all - ended))} to go";

        var bar = Math.Min(WidestBar, width - words.Length - 5);
        var filled = all == 0 ? 0 : (int)((long)bar * ended / all);
        var text = bar < 5 ? words : $"[{new string('#', filled)}{new string('.', bar - filled)}] {words}";
        return new(
            text,
            progress.NotSucceeded > 0 ? LiveColour.Red
                : ended == all ? LiveColour.Green
                : null
        );
    }

    private static string ClockOf(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}" : $"{time.Minutes}:{time.Seconds:00}";
}
