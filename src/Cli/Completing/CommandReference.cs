using System.CommandLine;
using System.Globalization;
using System.Text;

namespace NodeTasker.Cli.Completing;

/// <summary>All verbs as Markdown, from the same definitions as the help: docs/cli.md is this text.</summary>
internal static class CommandReference
{
    /// <summary>The hidden verb that prints it.</summary>
    public const string Verb = "__reference";

    private const string Head = """
        # The command line

        Generated from the command's own definitions: `node-tasker __reference > docs/cli.md`. `node-tasker VERB --help` says the same.

        Flags are kubectl's where kubectl has them. Results go to stdout, everything else to stderr. As `kubectl-node_tasker` on the PATH it is `kubectl node-tasker`.

        | exit code | |
        |---|---|
        | 0 | all nodes succeeded |
        | 1 | a node did not, or was not to be heard of |
        | 2 | wrong usage, or the task was rejected |
        | 3 | the API can't be reached, or refuses; or stdout can't be written to |
        | 124 | waited longer than `--wait-timeout` |
        | 130 | detached by Ctrl-C: the run goes on |
        | 141 | nobody reads stdout any more, as in `\| head -1` |

        The shapes of `-o json` and `-o yaml`: [cli-output.md](cli-output.md).

        """;

    /// <summary>The text.</summary>
    public static string Of(RootCommand root)
    {
        var text = new StringBuilder(Head);
        text.Append("\n## Options of every verb\n\n")
            .Append(TableOf(root.Options.Where(option => option.Recursive && !option.Hidden && option.Name != "--help")));
        foreach (var verb in root.Subcommands.Where(verb => !verb.Hidden))
            Append(text, verb);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Command verb)
    {
        var arguments = string.Concat(
            verb.Arguments.Select(argument =>
                argument.Arity.MinimumNumberOfValues == 0
                    ? $" [{argument.Name}{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}]"
                    : $" {argument.Name}"
            )
        );
        text.Append(CultureInfo.InvariantCulture, $"\n## `node-tasker {verb.Name}{arguments}`\n\n{verb.Description}\n");
        foreach (var argument in verb.Arguments)
            text.Append(CultureInfo.InvariantCulture, $"\n`{argument.Name}`: {argument.Description}\n");
        var options = verb.Options.Where(option => option is { Recursive: false, Hidden: false } && option.Name != "--help").ToList();
        if (options.Count > 0)
            text.Append('\n').Append(TableOf(options));
    }

    private static StringBuilder TableOf(IEnumerable<Option> options)
    {
        var table = new StringBuilder("| option | meaning |\n|---|---|\n");
        foreach (var option in options)
        {
            var names = string.Join(
                ", ",
                option.Aliases.Where(alias => alias.StartsWith('-')).Prepend(option.Name).Select(name => $"`{name}`")
            );
            var value = option.HelpName is { } help ? $" `{help.Replace("|", "\\|", StringComparison.Ordinal)}`" : "";
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {names}{value} | {option.Description?.Replace("|", "\\|", StringComparison.Ordinal)} |\n"
            );
        }

        return table;
    }
}
