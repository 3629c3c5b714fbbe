namespace NodeTasker.Cli.Tasks;

/// <summary>What stands behind <c>--</c>, as a script.</summary>
internal static class CommandScript
{
    /// <summary>
    /// A single word is a line of shell, <c>-- 'df -h | head'</c>. Several are a command and its arguments as the operator's shell has split
    /// them, and stay so: <c>-- grep 'a b' /etc/hosts</c>.
    /// </summary>
    public static string Of(IReadOnlyList<string> command) =>
        $"#!/bin/sh\n{(command is [var line] ? line : string.Join(' ', command.Select(Quote)))}\n";

    private static string Quote(string word) =>
        word.Length > 0
        && word.All(character => char.IsAsciiLetterOrDigit(character) || "%+,-./:=@_".Contains(character, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
