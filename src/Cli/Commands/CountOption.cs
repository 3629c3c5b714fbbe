using System.CommandLine;
using System.Globalization;

namespace NodeTasker.Cli.Commands;

/// <summary>Options that take a number of things, from 1.</summary>
internal static class CountOption
{
    /// <summary>An option with a default.</summary>
    public static Option<int> Create(string name, string description, int most, int defaultValue) =>
        new(name)
        {
            Description = $"{description}, 1 to {most}",
            HelpName = "N",
            DefaultValueFactory = _ => defaultValue,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most)
                    return count;

                result.AddError($"{name} must be a number from 1 to {most}, not '{text}'");
                return defaultValue;
            },
        };
}
