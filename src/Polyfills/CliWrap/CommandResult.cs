namespace CliWrap;

/// <summary>How a command ended.</summary>
public partial class CommandResult(int exitCode, DateTimeOffset startTime, DateTimeOffset exitTime)
{
    /// <summary>Exit code of the process; 128 plus the number of the signal that ended it.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Whether the exit code is zero.</summary>
    public bool IsSuccess => ExitCode == 0;

    /// <summary>When the process was started.</summary>
    public DateTimeOffset StartTime { get; } = startTime;

    /// <summary>When its end was noticed.</summary>
    public DateTimeOffset ExitTime { get; } = exitTime;

    /// <summary>The time between both.</summary>
    public TimeSpan RunTime => ExitTime - StartTime;

    /// <summary>The exit code.</summary>
    public static implicit operator int(CommandResult result) => result.ExitCode;

    /// <summary>Whether the exit code is zero.</summary>
    public static implicit operator bool(CommandResult result) => result.IsSuccess;
}
