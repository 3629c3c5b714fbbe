namespace NodeTasker.Cli;

/// <summary>An expected end of a command: its message (what, where, what to do) goes to stderr as it is.</summary>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    /// <summary>See <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
