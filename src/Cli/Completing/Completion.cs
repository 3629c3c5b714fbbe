using System.CommandLine;
using System.CommandLine.Completions;

namespace NodeTasker.Cli.Completing;

/// <summary>What could come next on a command line, in the form in which kubectl and the shells' scripts read it.</summary>
internal static class Completion
{
    /// <summary>The hidden verb: <c>__complete WORD...</c>, the last word being the one that is not finished.</summary>
    public const string Verb = "__complete";

    // As kubectl's plugins say it: names of files may do as well, or may not.
    private const string OrFiles = ":0";
    private const string NoFiles = ":4";

    // A word that begins with @ is a word.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>A line per candidate, with a tab and what it is; last a line for kubectl. What follows <c>--option=</c> is completed by itself: the shells' scripts know what comes before it.</summary>
    public static string Of(RootCommand root, IReadOnlyList<string> words)
    {
        var (finished, option, unfinished) = Split(words);
        var candidates = CandidatesOf(root, finished, option, unfinished)
            .Where(item =>
                item.Label.StartsWith(unfinished, StringComparison.Ordinal)
                && !item.Label.StartsWith('/')
                && (unfinished.Length > 0 || !item.Label.StartsWith('-'))
            )
            .DistinctBy(item => item.Label)
            .ToList();
        return string.Concat(
                candidates.Select(item =>
                    $"{item.Label}{(FirstSentence(item.Documentation ?? item.Detail) is { Length: > 0 } text ? $"\t{text}" : "")}\n"
                )
            )
            + (candidates.Count > 0 ? NoFiles : OrFiles)
            + '\n';
    }

    private static (string[] Finished, string? Option, string Unfinished) Split(IReadOnlyList<string> words)
    {
        var last = words.Count > 0 ? words[^1] : "";
        string[] before = [.. words.SkipLast(1)];
        var end = last.StartsWith("--", StringComparison.Ordinal) ? last.IndexOf('=', StringComparison.Ordinal) : -1;
        return end < 0 ? (before, null, last) : (before, last[..end], last[(end + 1)..]);
    }

    // The parser's own choice of what to complete falls on an option that came before the verb, and fails on values behind an equals sign.
    private static IEnumerable<CompletionItem> CandidatesOf(RootCommand root, string[] finished, string? optionOfValue, string unfinished)
    {
        // What follows is somebody else's command.
        if (finished.Contains("--"))
            return [];

        var command = root.Parse(finished, Parsing).CommandResult.Command;
        string[] value = optionOfValue is null ? [unfinished] : [optionOfValue, unfinished];
        var context = root.Parse([.. finished, .. value], Parsing).GetCompletionContext();
        if (optionOfValue is not null)
            return OptionNamed(optionOfValue, command)?.GetCompletions(context) ?? [];

        return finished is [.., var last] && OptionNamed(last, command) is { Arity.MinimumNumberOfValues: > 0 } option
            ? option.GetCompletions(context)
            : command.GetCompletions(context);
    }

    private static Option? OptionNamed(string name, Command command) =>
        OptionsOf(command).FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(OptionsOf).Where(option => option.Recursive));

    private static string FirstSentence(string? text)
    {
        if (text is null)
            return "";
        var end = text.IndexOfAny(['.', ';', '\n']);
        return end < 0 ? text : text[..end];
    }
}
