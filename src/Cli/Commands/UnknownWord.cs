using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Commands;

/// <summary>The word of a command line that is no verb, or no option, of ours. All else that is wrong with such a line mostly follows from it.</summary>
internal static class UnknownWord
{
    /// <summary>What is to be said of the first one; null when there is none.</summary>
    public static string? In(ParseResult parsed)
    {
        if (parsed.Action is HelpAction)
            return null;

        // What looks like an option and is none is taken for an argument where there is room for one.
        var taken = parsed
            .CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value);
        var isVerbMissing = parsed.CommandResult.Command is RootCommand;
        return taken.Concat(parsed.UnmatchedTokens).FirstOrDefault(word => isVerbMissing || IsOption(word)) switch
        {
            null => null,
            var word when IsOption(word) => OfOption(
                word.Split('=', ':')[0],
                parsed.CommandResult.Command,
                parsed.RootCommandResult.Command
            ),
            var word =>
                $"Unrecognized command '{word}'{DidYouMean(word, parsed.RootCommandResult.Command.Subcommands.Select(verb => verb.Name))}",
        };
    }

    private static string OfOption(string word, Command command, Command root)
    {
        var known = command
            .Options.Concat(root.Options.Where(option => option.Recursive))
            .Where(option => !option.Hidden)
            .SelectMany(option => (string[])[option.Name, .. option.Aliases])
            .ToList();
        return known.Contains(word)
            ? $"'{word}' is an option of '{command.Name}', and stands behind it."
            // Any letter is near to any other.
            : $"Unrecognized option '{word}'{(word.Length > 2 ? DidYouMean(word, known.Where(name => name.StartsWith("--", StringComparison.Ordinal))) : ".")}";
    }

    private static string DidYouMean(string word, IEnumerable<string> known) =>
        KeySuggestion.Nearest(word, known) is { } nearest ? $"; did you mean '{nearest}'?" : ".";

    private static bool IsOption(string word) => word is ['-', _, ..];
}
