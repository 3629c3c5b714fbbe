using System.Globalization;
using System.Text;
using NodeTasker.Cli.Following;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Views;

/// <summary>How a task stands, for people.</summary>
internal static class StatusView
{
    private static readonly string[] GroupTitles = ["PHASE", "REASON", "EXIT", "COUNT", "NODES"];
    private static readonly string[] NodeTitles = ["NODE", "PHASE", "REASON", "EXIT", "DURATION", "AGE"];

    /// <summary>Nodes that stand alike share a line; or, if wide, each has its own.</summary>
    public static string Render(TaskStanding status, bool isWide, DateTimeOffset now)
    {
        if (status.Progress is not { } progress)
            return "";

        var text = new StringBuilder(HeadOf(status, progress, now));
        if (progress.Nodes.Count > 0)
            text.Append('\n').Append(isWide ? NodesOf(progress, now) : GroupsOf(progress));
        if (progress.Counts.Desired > progress.Nodes.Count)
            text.Append(
                CultureInfo.InvariantCulture,
                $"... and {progress.Counts.Desired - progress.Nodes.Count} nodes more that are not listed\n"
            );
        if (progress.WithoutAgent > 0)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{progress.WithoutAgent} selected {(progress.WithoutAgent == 1 ? "node is" : "nodes are")} left out, as no agent can be there (Windows, or virtual)\n"
            );
        return text.ToString();
    }

    private static string HeadOf(TaskStanding status, Progress progress, DateTimeOffset now)
    {
        var set = status.Task.SetTime is { } time ? $", set {AgeText.Of(time, now)} ago" : "";
        var by = status.Task.SetBy is { } user ? $"{(set.Length == 0 ? ", set" : "")} by {user}" : "";
        var message = progress.Message is { } words ? $": {words}" : "";
        return $"Run {progress.Run}{set}{by}\n{progress.Status}{message}\n{progress.Counts}\n";
    }

    private static string GroupsOf(Progress progress) =>
        TextTable.Render(
            GroupTitles,
            progress
                .Nodes.GroupBy(node => (node.Phase, node.Reason, node.ExitCode))
                .OrderBy(group => OrderOf(group.Key.Phase))
                .Select(group =>
                    (string[])
                        [
                            group.Key.Phase.ToString(),
                            group.Key.Reason ?? "-",
                            ExitOf(group.Key.ExitCode),
                            group.Count().ToString(CultureInfo.InvariantCulture),
                            NodeList.Compress(group.Select(node => node.Node)),
                        ]
                )
        );

    private static string NodesOf(Progress progress, DateTimeOffset now) =>
        TextTable.Render(
            NodeTitles,
            progress.Nodes.Select(node =>
                (string[])
                    [
                        node.Node,
                        node.Phase.ToString(),
                        node.Reason ?? "-",
                        ExitOf(node.ExitCode),
                        node.Duration is { } duration ? Duration.Format(duration) : "-",
                        !node.HasEnded && node.Since is { } since ? AgeText.Of(since, now) : "-",
                    ]
            )
        );

    private static string ExitOf(int? code) => code?.ToString(CultureInfo.InvariantCulture) ?? "-";

    // What needs somebody first.
    private static int OrderOf(NodePhase phase) =>
        phase switch
        {
            NodePhase.Rejected => 0,
            NodePhase.Failed => 1,
            NodePhase.Unknown => 2,
            NodePhase.Cancelled => 3,
            NodePhase.Pending => 4,
            NodePhase.Running => 5,
            _ => 6,
        };
}
