using System.Globalization;
using NodeTasker.Cli.Results;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Views;

/// <summary>All nodes as a table, as <c>kubectl get</c> prints them.</summary>
internal static class OutcomeTable
{
    private static readonly string[] Titles = ["NODE", "PHASE", "REASON", "EXIT", "DURATION"];

    /// <summary>The table, each line with its end.</summary>
    public static string Render(IReadOnlyList<NodeOutcome> outcomes) => TextTable.Render(Titles, outcomes.Select(CellsOf));

    private static string[] CellsOf(NodeOutcome outcome) =>
        [
            outcome.Node,
            outcome.Progress.Phase.ToString(),
            outcome.Progress.Reason is { Length: > 0 } reason ? reason : "-",
            outcome.Progress.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "-",
            outcome.Progress.Duration is { } duration ? Duration.Format(duration) : "-",
        ];
}
