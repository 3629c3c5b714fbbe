using System.CommandLine;
using NodeTasker.Cli.Formats;

namespace NodeTasker.Cli.Commands;

/// <summary><c>-o</c>, as kubectl has it.</summary>
internal static class OutputOption
{
    private static readonly Dictionary<string, OutputFormat> Formats = Enum.GetValues<OutputFormat>()
        .ToDictionary(format => format.ToString().ToLowerInvariant());

    /// <summary>The option, for all formats.</summary>
    public static Option<OutputFormat> Create() => Create([.. Enum.GetValues<OutputFormat>()]);

    /// <summary>The option for these formats, the first of which is the default; read it with <see cref="Of"/> where that is not the table.</summary>
    public static Option<OutputFormat> Create(params OutputFormat[] formats)
    {
        var words = formats.Select(format => format.ToString().ToLowerInvariant()).ToArray();
        var option = new Option<OutputFormat>("--output", "-o")
        {
            Description = $"The format of the output [default: {words[0]}]",
            HelpName = string.Join('|', words),
            CustomParser = result =>
            {
                var word = result.Tokens[0].Value;
                if (words.Contains(word))
                    return Formats[word];
                result.AddError($"--output must be one of {string.Join(", ", words)}, not '{word}'");
                return formats[0];
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add(words);
        return option;
    }

    /// <summary>What was given, else <paramref name="defaultFormat"/>: a default of the option's own would be said twice in the help, the second time as code has it.</summary>
    public static OutputFormat Of(ParseResult parsed, Option<OutputFormat> option, OutputFormat defaultFormat) =>
        parsed.GetResult(option) is null ? defaultFormat : parsed.GetValue(option);
}
