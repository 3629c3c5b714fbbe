using NodeTasker.Cli.Results;

namespace NodeTasker.Cli.Views;

/// <summary>All nodes in one line: <c>5 nodes: 4 succeeded, 1 failed</c>.</summary>
internal static class SummaryLine
{
    private static readonly string[] Order = ["Succeeded", "Failed", "Cancelled", "Rejected", "Running", "Pending", "Waiting", "Unknown"];

    /// <summary>The line, without an end of line.</summary>
    public static string Render(IReadOnlyList<NodeOutcome> outcomes)
    {
        var counts = outcomes.CountBy(OutcomeTable.PhaseOf).OrderBy(count => Array.IndexOf(Order, count.Key));
        var nodes = outcomes.Count == 1 ? "1 node" : $"{outcomes.Count} nodes";
        return $"{nodes}: {string.Join(", ", counts.Select(count => $"{count.Value} {count.Key.ToLowerInvariant()}"))}";
    }
}
