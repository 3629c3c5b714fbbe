namespace NodeTasker.Testing;

/// <summary>How a process that ran to its end has ended.</summary>
public sealed record ProcessOutcome(int ExitCode, string StandardOutput, string StandardError)
{
    /// <summary>Fails with everything the process said unless it ended with 0; returns its standard output.</summary>
    public string Successful(string what) =>
        ExitCode == 0
            ? StandardOutput
            : throw new InvalidOperationException($"{what} ended with {ExitCode}.\n{StandardOutput}\n{StandardError}");
}
