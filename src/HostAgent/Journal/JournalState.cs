using System.Text.Json.Serialization;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Journal;

/// <summary>All that this node knows of one task's runs.</summary>
internal sealed record JournalState
{
    public const int CurrentVersion = 1;

    /// <summary>How many runs are kept with all that is known of them.</summary>
    public const int KeptRuns = 10;

    /// <summary>How many older runs are kept by their id alone, so that none of them runs again.</summary>
    public const int KeptIds = 2000;

    public int Version { get; init; } = CurrentVersion;

    public required string Task { get; init; }

    /// <summary>The newest runs, in the order in which they came.</summary>
    public IReadOnlyList<JournalEntry> Runs { get; init; } = [];

    /// <summary>Ids of older runs, in the order in which they came.</summary>
    public IReadOnlyList<string> Past { get; init; } = [];

    /// <summary>How the newest of <see cref="Past"/> ended, a letter each: S, F or C. Null in older journals, and where runs were found on disk after a loss.</summary>
    public string? PastEnds { get; init; }

    /// <summary>An earlier journal was unreadable: the next run may have run already.</summary>
    public bool HistoryLost { get; init; }

    /// <summary>The run whose state the result in the API shows.</summary>
    public string? Shown { get; init; }

    /// <summary>The uid of the Node that owns that result; null when none does. Kubernetes removes the result with it.</summary>
    public string? ShownOwner { get; init; }

    /// <summary>Whether all is there that must be, and each run's name is one: it is part of paths.</summary>
    [JsonIgnore]
    public bool IsSound =>
        Task is not null
        && Runs is not null
        && Past is not null
        && Runs.All(entry => entry is { Terms: not null, Attempt: >= 0 } && IsRun(entry.Run))
        && Past.All(run => run is not null)
        && !(PastEnds?.Length > Past.Count);

    public JournalEntry? Find(string run) => Runs.FirstOrDefault(r => r.Run == run);

    /// <summary>How a run ended of which no more is kept; null when that is not known.</summary>
    public RunPhase? EndOfPast(string run)
    {
        if (PastEnds is not { } ends)
            return null;
        var index = Past.ToList().LastIndexOf(run) - (Past.Count - ends.Length);
        return index < 0
            ? null
            : ends[index] switch
            {
                'S' => RunPhase.Succeeded,
                'F' => RunPhase.Failed,
                'C' => RunPhase.Cancelled,
                _ => null,
            };
    }

    /// <summary>This state with <paramref name="entry"/> as the newest knowledge of its run.</summary>
    public JournalState With(JournalEntry entry)
    {
        var runs = Runs.ToList();
        var index = runs.FindIndex(r => r.Run == entry.Run);
        if (index >= 0)
            runs[index] = entry;
        else
            runs.Add(entry);

        var (past, ends) = (Past, PastEnds ?? "");
        while (runs.Count > KeptRuns && runs.FindIndex(r => r.HasEnded && r.Reported && r.Run != entry.Run) is >= 0 and var oldest)
        {
            past = [.. past, runs[oldest].Run];
            ends += runs[oldest].Phase.ToString()[0];
            runs.RemoveAt(oldest);
        }

        return this with
        {
            Runs = runs,
            Past = [.. past.TakeLast(KeptIds)],
            PastEnds = ends.Length == 0 ? null : ends[Math.Max(0, ends.Length - KeptIds)..],
        };
    }

    private static bool IsRun(string? run) => run?.Length is > 0 and <= 100 && run.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>This state without <paramref name="run"/>, which never started.</summary>
    public JournalState Without(string run) => this with { Runs = [.. Runs.Where(r => r.Run != run)] };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(JournalState))]
internal sealed partial class JournalJson : JsonSerializerContext;
