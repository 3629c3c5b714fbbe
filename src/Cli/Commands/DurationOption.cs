using System.CommandLine;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Commands;

/// <summary>Options that take a Go-style duration, as kubectl's do.</summary>
internal static class DurationOption
{
    /// <summary>An option whose value is null where it is not given; its help says the default as people write it.</summary>
    public static Option<TimeSpan?> Create(string name, string description, TimeSpan defaultValue) =>
        new(name)
        {
            Description = $"{description} [default: {Duration.Format(defaultValue)}]",
            HelpName = "DURATION",
            CustomParser = result =>
            {
                if (Duration.TryParse(result.Tokens[0].Value, out var value, out var error))
                    return value;

                result.AddError($"{name}: {error}");
                return null;
            },
        };
}
