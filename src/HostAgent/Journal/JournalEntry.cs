using System.Text.Json.Serialization;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Journal;

/// <summary>What is durably known of one run on this node. The output itself stays in the run's log.</summary>
internal sealed record JournalEntry
{
    public required RunId Run { get; init; }

    public required RunPhase Phase { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }

    public int? ExitCode { get; init; }

    public int? Signal { get; init; }

    public int Attempt { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? CompletionTime { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>The boot in which the attempt started.</summary>
    public string? BootId { get; init; }

    /// <summary>What supervises it, so that the same one finds it again.</summary>
    public string? Launcher { get; init; }

    /// <summary>The trusted key that had signed the task when the attempt started.</summary>
    public string? SignedBy { get; init; }

    /// <summary>What of the task's options counts until the run has ended, whatever becomes of the task.</summary>
    public RunTerms Terms { get; init; } = new();

    /// <summary>When the next attempt is due, while the run waits for it.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Whether the API server has acknowledged this state.</summary>
    public bool Reported { get; init; }

    /// <summary>Whether an attempt is under way, as far as is known.</summary>
    public bool IsStarted => Phase == RunPhase.Running && RetryAt is null;

    /// <summary>Whether nothing more comes of it.</summary>
    public bool HasEnded => Phase is RunPhase.Succeeded or RunPhase.Failed or RunPhase.Cancelled;
}

/// <summary>The options that a run keeps from its start to its end.</summary>
internal sealed record RunTerms
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromSeconds(1);

    public TimeSpan? Timeout { get; init; }

    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(10);

    public int Retries { get; init; }

    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How far away a next attempt can be.</summary>
    [JsonIgnore]
    public TimeSpan LongestDelay => RetryDelay > ShortestDelay ? RetryDelay : ShortestDelay;

    public InterruptedPolicy OnInterrupted { get; init; }

    public int OutputLimit { get; init; } = 32 * 1024;

    public static RunTerms Of(TaskSpec spec) =>
        new()
        {
            Timeout = spec.Timeout,
            GracePeriod = spec.GracePeriod,
            Retries = spec.Retries,
            RetryDelay = spec.RetryDelay,
            OnInterrupted = spec.OnInterrupted,
            OutputLimit = spec.OutputLimit,
        };
}
