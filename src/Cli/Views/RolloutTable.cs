using NodeTasker.Cli.Results;
using NodeTasker.TaskModel;
using Spectre.Console;

namespace NodeTasker.Cli.Views;

/// <summary>A rollout as it goes on, as a table.</summary>
internal static class RolloutTable
{
    private const int LastLineWidth = 48;

    /// <summary>The table of <paramref name="rollout"/>, <paramref name="elapsed"/> after its start.</summary>
    public static Table Of(Rollout rollout, TimeSpan elapsed)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("NODE  ", "PHASE  ", "EXIT  ", "DURATION  ", "LAST LINE");
        foreach (var node in rollout.Nodes)
        {
            var cells = OutcomeTable.CellsOf(node);
            table.AddRow(
                new Text(cells[0] + "  "),
                new Text(cells[1] + "  ", StyleOf(node)),
                new Text(cells[3] + "  "),
                new Text(cells[4] + "  "),
                new Text(LastLineOf(node.Record)).Ellipsis()
            );
        }

        return table.Caption(new TableTitle($"{rollout.Finished}/{rollout.Nodes.Count} nodes done, {(int)elapsed.TotalSeconds} s"));
    }

    /// <summary>The last line that a run has written, cut to fit.</summary>
    public static string LastLineOf(RunRecord? record)
    {
        var output = (record?.Output ?? "").AsSpan().TrimEnd();
        var line = output[(output.LastIndexOf('\n') + 1)..];
        return line.Length <= LastLineWidth ? line.ToString() : $"{line[..(LastLineWidth - 1)]}…";
    }

    private static Style StyleOf(NodeOutcome node) =>
        OutcomeTable.PhaseOf(node) switch
        {
            nameof(RunPhase.Succeeded) => new Style(Color.Green),
            nameof(RunPhase.Running) => new Style(Color.Yellow),
            "Waiting" or nameof(RunPhase.Pending) => new Style(Color.Grey),
            _ => new Style(Color.Red),
        };
}
