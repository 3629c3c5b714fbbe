namespace NodeTasker.Rollouts;

/// <summary>What a result's metadata says: labels and annotations, no body.</summary>
public sealed record ResultFacts
{
    private const int LongestReason = 63;
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    /// <summary>Which run.</summary>
    public required RunId Run { get; init; }

    /// <summary>Where it is.</summary>
    public required RunPhase Phase { get; init; }

    /// <summary>A CamelCase word, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Null before the end.</summary>
    public int? ExitCode { get; init; }

    /// <summary>From 1; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>When the attempt started.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? CompletionTime { get; init; }

    /// <summary>How long it ran.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether the run has ended on that node.</summary>
    public bool HasEnded => Phase is RunPhase.Succeeded or RunPhase.Failed or RunPhase.Cancelled or RunPhase.Rejected;

    /// <summary>Reads them; null when they can't be read.</summary>
    public static ResultFacts? Of(IDictionary<string, string>? labels, IDictionary<string, string>? annotations) =>
        TryRead(labels?.AsReadOnly() ?? Nothing, annotations?.AsReadOnly() ?? Nothing, out var facts) ? facts : null;

    /// <summary>Reads them; false, with nothing guessed, when a label is missing or an annotation is malformed. A reason that is no word is left out.</summary>
    public static bool TryRead(
        IReadOnlyDictionary<string, string> labels,
        IReadOnlyDictionary<string, string> annotations,
        out ResultFacts facts
    )
    {
        facts = null!;
        if (!labels.TryGetValue(WellKnown.RunLabel, out var run) || !labels.TryGetValue(WellKnown.PhaseLabel, out var phase))
            return false;
        // The same values under other names: what the data's reader accepts is accepted here.
        var data = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["node"] = "",
            ["run"] = run,
            ["phase"] = phase,
        };
        // It becomes a word of a line; one agent must not spoil the summary of all.
        if (annotations.TryGetValue(WellKnown.ReasonAnnotation, out var reason) && IsWord(reason))
            data["reason"] = reason;
        Copy(WellKnown.ExitCodeAnnotation, "exitCode");
        Copy(WellKnown.AttemptAnnotation, "attempt");
        Copy(WellKnown.StartTimeAnnotation, "startTime");
        Copy(WellKnown.CompletionTimeAnnotation, "completionTime");
        Copy(WellKnown.DurationAnnotation, "duration");
        var reader = new ResultData(data);
        var record = reader.Read("");
        if (reader.Error is not null)
            return false;

        facts = new ResultFacts
        {
            Run = record.Run,
            Phase = record.Phase,
            Reason = record.Reason,
            ExitCode = record.ExitCode,
            Attempt = record.Attempt,
            StartTime = record.StartTime,
            CompletionTime = record.CompletionTime,
            Duration = record.Duration,
        };
        return true;

        void Copy(string annotation, string key)
        {
            if (annotations.TryGetValue(annotation, out var value))
                data[key] = value;
        }
    }

    private static bool IsWord(string reason) =>
        reason.Length is > 0 and <= LongestReason && char.IsAsciiLetter(reason[0]) && reason.All(char.IsAsciiLetterOrDigit);
}
