namespace NodeTasker.Cli.Views;

/// <summary>Columns as wide as they need, as kubectl prints them.</summary>
internal static class TextTable
{
    /// <summary>The table, each line with its end; a row has as many cells as there are titles.</summary>
    public static string Render(IReadOnlyList<string> titles, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> lines = [titles, .. rows];
        var widths = titles.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        return string.Concat(
            lines.Select(line => string.Join("   ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd() + '\n')
        );
    }
}
