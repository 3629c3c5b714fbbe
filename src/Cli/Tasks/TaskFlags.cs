using System.CommandLine;
using NodeTasker.Cli.Commands;
using NodeTasker.Cli.Completing;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Tasks;

/// <summary>Every option of a task as a flag, from the one table of keys.</summary>
internal sealed class TaskFlags(GlobalOptions globals)
{
    private readonly List<(KnownKey Key, Option Option, Func<ParseResult, IEnumerable<string>> Read)> _flags =
    [
        .. KnownKeys.All.Where(key => key.Name != "task").Select(key => FlagOf(key, globals)),
    ];

    /// <summary>The options, in the order in which the keys are documented.</summary>
    public IEnumerable<Option> Options => _flags.Select(flag => flag.Option);

    /// <summary>What was given, by key; an <c>env.NAME</c> or <c>file.NAME</c> each.</summary>
    /// <exception cref="CommandException">A value can't be read.</exception>
    public TaskContent Read(ParseResult parsed, string script)
    {
        var content = TaskContent.Of(script);
        foreach (var (key, option, read) in _flags.Where(flag => parsed.GetResult(flag.Option) is { Implicit: false }))
        {
            foreach (var value in read(parsed))
                content = key.IsFamily ? content.WithMember(key, option.Name, value) : content.With(key.Name, value);
        }

        return content;
    }

    private static (KnownKey Key, Option Option, Func<ParseResult, IEnumerable<string>> Read) FlagOf(KnownKey key, GlobalOptions globals)
    {
        if (key.Kind == KeyKind.Boolean)
        {
            var flag = new Option<bool>(key.Flag) { Description = DescriptionOf(key) };
            return (key, flag, parsed => [parsed.GetValue(flag) ? "true" : "false"]);
        }

        if (key.IsFamily)
        {
            var members = new Option<string[]>(key.Flag)
            {
                Description = DescriptionOf(key),
                HelpName = HelpNameOf(key),
                Arity = ArgumentArity.OneOrMore,
            };
            return (key, members, parsed => parsed.GetValue(members) ?? []);
        }

        var option = new Option<string>(key.Flag) { Description = DescriptionOf(key), HelpName = HelpNameOf(key) };
        if (key.Name == "nodeSelector")
        {
            option.Aliases.Add("-l");
            option.Aliases.Add("--selector");
        }

        if (key.Name == "nodes")
            option.CompletionSources.Add(context =>
                ClusterCandidates.AtEndOf(context.WordToComplete, globals.Candidates(context, ClusterCandidates.Nodes))
            );
        if (key.Kind == KeyKind.Choice)
            option.CompletionSources.Add([.. key.Words]);
        return (key, option, parsed => [parsed.GetValue(option) ?? ""]);
    }

    private static string DescriptionOf(KnownKey key)
    {
        var meaning = char.ToUpperInvariant(key.Meaning[0]) + key.Meaning[1..];
        return key.Name switch
        {
            "env.NAME" => $"{meaning}; repeatable",
            "file.NAME" => $"{meaning}, under its own name or NAME; repeatable",
            "nonce" => $"{meaning} [default: a fresh one]",
            _ => $"{meaning} [default: {key.Default}]",
        };
    }

    private static string HelpNameOf(KnownKey key) =>
        (key.Name, key.Kind) switch
        {
            ("env.NAME", _) => "NAME=VALUE",
            ("file.NAME", _) => "[NAME=]PATH",
            (_, KeyKind.Choice) => string.Join('|', key.Words),
            (_, KeyKind.Duration) => "DURATION",
            (_, KeyKind.Nodes) => "N|N%",
            (_, KeyKind.WholeNumber) => "N",
            (_, KeyKind.List) => "LIST",
            (_, KeyKind.Quantity) => "QUANTITY",
            (_, KeyKind.Selector) => "SELECTOR",
            (_, KeyKind.TimeZone) => "ZONE",
            (_, KeyKind.Time) => "TIME",
            (_, KeyKind.User) => "NAME|UID",
            _ => "TEXT",
        };
}
