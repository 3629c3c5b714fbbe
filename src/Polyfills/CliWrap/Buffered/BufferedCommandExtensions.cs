using System.Text;
using CliWrap.Exceptions;

namespace CliWrap.Buffered;

/// <summary>Runs commands and keeps their output in memory, besides sending it where the command says.</summary>
public static class BufferedCommandExtensions
{
    /// <summary>Runs the command; the tokens are those of <see cref="Command.ExecuteAsync(CancellationToken, CancellationToken)"/>.</summary>
    public static CommandTask<BufferedCommandResult> ExecuteBufferedAsync(
        this Command command,
        Encoding standardOutputEncoding,
        Encoding standardErrorEncoding,
        CancellationToken forcefulCancellationToken,
        CancellationToken gracefulCancellationToken)
    {
        var output = new StringBuilder();
        var error = new StringBuilder();
        return command
            .WithStandardOutputPipe(PipeTarget.Merge(command.StandardOutputPipe, PipeTarget.ToStringBuilder(output, standardOutputEncoding)))
            .WithStandardErrorPipe(PipeTarget.Merge(command.StandardErrorPipe, PipeTarget.ToStringBuilder(error, standardErrorEncoding)))
            .ExecuteAsync(forcefulCancellationToken, gracefulCancellationToken)
            .Bind(task => CollectAsync(task, output, error));
    }

    /// <summary>Runs the command; the token kills it.</summary>
    public static CommandTask<BufferedCommandResult> ExecuteBufferedAsync(
        this Command command,
        Encoding standardOutputEncoding,
        Encoding standardErrorEncoding,
        CancellationToken cancellationToken = default) =>
        command.ExecuteBufferedAsync(standardOutputEncoding, standardErrorEncoding, cancellationToken, CancellationToken.None);

    /// <summary>Runs the command, one encoding for both streams; the token kills it.</summary>
    public static CommandTask<BufferedCommandResult> ExecuteBufferedAsync(
        this Command command,
        Encoding encoding,
        CancellationToken cancellationToken = default) =>
        command.ExecuteBufferedAsync(encoding, encoding, cancellationToken);

    /// <summary>Runs the command, default encoding; the token kills it.</summary>
    public static CommandTask<BufferedCommandResult> ExecuteBufferedAsync(this Command command, CancellationToken cancellationToken = default) =>
        command.ExecuteBufferedAsync(Encoding.Default, cancellationToken);

    private static async Task<BufferedCommandResult> CollectAsync(Task<CommandResult> execution, StringBuilder output, StringBuilder error)
    {
        try
        {
            var result = await execution.ConfigureAwait(false);
            return new BufferedCommandResult(result.ExitCode, result.StartTime, result.ExitTime, output.ToString(), error.ToString());
        }
        catch (CommandExecutionException exception)
        {
            throw new CommandExecutionException(
                exception.Command,
                exception.ExitCode,
                $"{exception.Message}{Environment.NewLine}Standard error:{Environment.NewLine}{error.ToString().Trim()}",
                exception);
        }
    }
}
