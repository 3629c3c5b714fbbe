using System.Text;
using NodeTasker.EndToEnd.Tests.Deploy;

namespace NodeTasker.EndToEnd.Tests.Security;

/// <summary>The table of who may do what, as it stands in docs/security.md.</summary>
internal static class RightsTable
{
    public const string Begin = "<!-- rights: begin -->";
    public const string End = "<!-- rights: end -->";
    public const string Nothing = "–";

    private static readonly Lazy<IReadOnlyDictionary<(string Who, string What), string>> Table = new(Read);

    /// <summary>The documented cells: the verbs that are allowed, in the order of <see cref="Target.AllVerbs"/>.</summary>
    public static IReadOnlyDictionary<(string Who, string What), string> Documented => Table.Value;

    public static string Render(IReadOnlyList<string> who, IReadOnlyList<string> what, Func<string, string, string> cell)
    {
        var text = new StringBuilder();
        text.Append("| |").AppendJoin("", who.Select(name => $" {name} |")).Append('\n');
        text.Append("|---|").AppendJoin("", who.Select(_ => "---|")).Append('\n');
        foreach (var target in what)
            text.Append($"| {target} |").AppendJoin("", who.Select(name => $" {cell(name, target)} |")).Append('\n');
        return text.ToString();
    }

    private static Dictionary<(string Who, string What), string> Read()
    {
        var text = File.ReadAllText(RepositoryFile.Of("docs/security.md"));
        var start = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var rows = text[start..text.IndexOf(End, StringComparison.Ordinal)]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(Cells)
            .ToList();
        var cells = new Dictionary<(string, string), string>();
        foreach (var row in rows.Skip(2))
        {
            for (var column = 1; column < row.Length; column++)
                cells[(rows[0][column], row[0])] = row[column];
        }

        return cells;
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
}
