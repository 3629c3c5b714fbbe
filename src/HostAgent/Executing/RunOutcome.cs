namespace NodeTasker.HostAgent.Executing;

/// <summary>How an attempt ended.</summary>
internal abstract record RunOutcome
{
    private RunOutcome() { }

    /// <summary>How long it ran, by a clock that is never set back; null when not known.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Why it was stopped; null when it ended by itself.</summary>
    public StopReason? StoppedBy { get; init; }

    /// <summary>What the launcher has to say to it, for the result's message; null when nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The script ended.</summary>
    /// <param name="ExitCode">Its exit code; 128 + n after signal n.</param>
    /// <param name="Signal">The signal that ended it; null when none did.</param>
    public sealed record Exited(int ExitCode, int? Signal) : RunOutcome
    {
        /// <summary>The host ended it at its timeout.</summary>
        public bool TimedOut { get; init; }

        /// <summary>The kernel ended it, or a part of it, for want of memory within its limit.</summary>
        public bool OutOfMemory { get; init; }
    }

    /// <summary>The script did not start at all.</summary>
    /// <param name="Message">What stood in the way, and what to do.</param>
    public sealed record NotStarted(string Message) : RunOutcome;

    /// <summary>It started, and nobody knows how it ended.</summary>
    /// <param name="Message">How that came.</param>
    public sealed record Lost(string Message) : RunOutcome;
}
