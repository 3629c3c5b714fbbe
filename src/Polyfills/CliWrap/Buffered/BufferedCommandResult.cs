namespace CliWrap.Buffered;

/// <summary>How a command ended, with its output as text.</summary>
public partial class BufferedCommandResult(
    int exitCode,
    DateTimeOffset startTime,
    DateTimeOffset exitTime,
    string standardOutput,
    string standardError) : CommandResult(exitCode, startTime, exitTime)
{
    /// <summary>All of standard output.</summary>
    public string StandardOutput { get; } = standardOutput;

    /// <summary>All of standard error.</summary>
    public string StandardError { get; } = standardError;

    /// <summary>Takes the result apart.</summary>
    public void Deconstruct(out int exitCode, out string standardOutput, out string standardError) =>
        (exitCode, standardOutput, standardError) = (ExitCode, StandardOutput, StandardError);

    /// <summary>Standard output.</summary>
    public static implicit operator string(BufferedCommandResult result) => result.StandardOutput;
}
