using System.CommandLine;

namespace NodeTasker.Cli.Completing;

/// <summary>What could come next on a command line, in the form in which kubectl and the shells' scripts read it.</summary>
internal static class Completion
{
    /// <summary>The hidden verb: <c>__complete WORD...</c>, the last word being the one that is not finished.</summary>
    public const string Verb = "__complete";

    // As kubectl's plugins say it: names of files may do as well, or may not.
    private const string OrFiles = ":0";
    private const string NoFiles = ":4";

    /// <summary>A line per candidate, with a tab and what it is; last a line for kubectl.</summary>
    public static string Of(RootCommand root, IReadOnlyList<string> words)
    {
        var unfinished = words.Count > 0 ? words[^1] : "";
        var line = string.Join(' ', words.Select(Quote));
        if (unfinished.Length == 0) line = line.TrimEnd() + ' ';

        var candidates = root.Parse(line).GetCompletions(line.Length)
            .Where(item => item.Label.StartsWith(unfinished, StringComparison.Ordinal) && !item.Label.StartsWith('/') && (unfinished.Length > 0 || !item.Label.StartsWith('-')))
            .DistinctBy(item => item.Label)
            .ToList();
        return string.Concat(candidates.Select(item => $"{item.Label}{(FirstSentence(item.Documentation ?? item.Detail) is { Length: > 0 } text ? $"\t{text}" : "")}\n")) + (candidates.Count > 0 ? NoFiles : OrFiles) + '\n';
    }

    private static string Quote(string word) => word.Any(char.IsWhiteSpace) ? $"\"{word}\"" : word;

    private static string FirstSentence(string? text)
    {
        if (text is null) return "";
        var end = text.IndexOfAny(['.', ';', '\n']);
        return end < 0 ? text : text[..end];
    }
}
