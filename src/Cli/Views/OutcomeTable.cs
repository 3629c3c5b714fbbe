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

    /// <summary>The cells of one node.</summary>
    public static string[] CellsOf(NodeOutcome outcome) =>
        [
            outcome.Node,
            PhaseOf(outcome),
            outcome.Record?.Reason is { Length: > 0 } reason ? reason : "-",
            outcome.Record?.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "-",
            outcome.Record?.Duration is { } duration ? Duration.Format(duration) : "-",
        ];

    /// <summary>The phase; <c>Unknown</c> where a node has gone silent, <c>Waiting</c> where it has not spoken yet.</summary>
    public static string PhaseOf(NodeOutcome outcome) =>
        outcome.Phase ?? (outcome.Trouble is not null ? "Unknown" : outcome.Record?.Phase.ToString() ?? "Waiting");
}
