namespace CliWrap;

/// <summary>Which ends of a command are reported as exceptions.</summary>
[Flags]
public enum CommandResultValidation
{
    /// <summary>None: the exit code is for the caller to read.</summary>
    None = 0,

    /// <summary>Any exit code but zero throws <see cref="Exceptions.CommandExecutionException"/>.</summary>
    ZeroExitCode = 1,
}
