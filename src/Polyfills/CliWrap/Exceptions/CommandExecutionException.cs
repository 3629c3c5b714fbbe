namespace CliWrap.Exceptions;

/// <summary>A command ended in a way that its validation doesn't accept.</summary>
public class CommandExecutionException(ICommandConfiguration command, int exitCode, string message, Exception? innerException = null)
    : CliWrapException(message, innerException)
{
    /// <summary>An exception without an inner one.</summary>
    public CommandExecutionException(ICommandConfiguration command, int exitCode, string message)
        : this(command, exitCode, message, null)
    {
    }

    /// <summary>The command.</summary>
    public ICommandConfiguration Command { get; } = command;

    /// <summary>Its exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
