using System.Text.Json;
using System.Text.Json.Serialization;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Journal;

/// <summary>All that this node knows of one task's runs.</summary>
internal sealed record JournalState
{
    public const int CurrentVersion = 2;

    public int Version { get; init; } = CurrentVersion;

    public required string Task { get; init; }

    /// <summary>The newest runs, in the order in which they came.</summary>
    public IReadOnlyList<JournalEntry> Runs { get; init; } = [];

    /// <summary>Contents that ran before those, in the order in which they came. Apart from slots, of which a schedule makes one a minute: a content that ran once is never new again.</summary>
    public IReadOnlyList<PastRun> Contents { get; init; } = [];

    /// <summary>Slots that ran before those, and the boots in which a content's own run happened.</summary>
    public IReadOnlyList<PastRun> Slots { get; init; } = [];

    /// <summary>An earlier journal was unreadable: the next run may have run already.</summary>
    public bool HistoryLost { get; init; }

    /// <summary>The run whose state the result in the API shows.</summary>
    public RunId? Shown { get; init; }

    /// <summary>The uid of the Node that owns that result; null when none does. Kubernetes removes the result with it.</summary>
    public string? ShownOwner { get; init; }

    /// <summary>Whether all is there that must be, and each run's name is one: it is part of paths.</summary>
    [JsonIgnore]
    public bool IsSound =>
        Task is not null
        && Runs is not null
        && Contents is not null
        && Slots is not null
        && Runs.All(entry => entry is { Terms: not null, Attempt: >= 0 } && IsName(entry.Run.Value))
        && Contents.All(past => past is { Run.Slot: null })
        && Slots.All(past => past is { Run.Slot: not null });

    public JournalEntry? Find(RunId run) => Runs.FirstOrDefault(entry => entry.Run == run);

    /// <summary>What is left of a run of which no more is kept.</summary>
    public PastRun? FindPast(RunId run) => (run.Slot is null ? Contents : Slots).LastOrDefault(past => past.Run == run);

    /// <summary>Whether this node has begun <paramref name="run"/>, however long ago.</summary>
    public bool Knows(RunId run) => Find(run) is not null || FindPast(run) is not null;

    /// <summary>Whether nothing more comes of <paramref name="run"/> here.</summary>
    public bool HasRun(RunId run) => Find(run) is { } entry ? entry.HasEnded : FindPast(run) is not null;

    /// <summary>This state with <paramref name="entry"/> as the newest knowledge of its run.</summary>
    public JournalState With(JournalEntry entry, JournalLimits? limits = null)
    {
        var (keptRuns, keptContents, keptSlots) = limits ?? JournalLimits.Default;
        var runs = Runs.ToList();
        var index = runs.FindIndex(r => r.Run == entry.Run);
        if (index >= 0)
            runs[index] = entry;
        else
            runs.Add(entry);

        var past = new List<PastRun>();
        while (runs.Count > keptRuns && runs.FindIndex(r => r.HasEnded && r.Reported && r.Run != entry.Run) is >= 0 and var oldest)
        {
            past.Add(new PastRun(runs[oldest].Run, runs[oldest].Phase));
            // With everyBoot the content's own run was also that of its boot.
            if (runs[oldest] is { Run.Slot: null, BootId: { } boot })
                past.Add(new PastRun(runs[oldest].Run.InBoot(boot), runs[oldest].Phase));
            runs.RemoveAt(oldest);
        }

        return this with
        {
            Runs = runs,
            Contents = Newest(Contents, past.Where(run => run.Run.Slot is null), keptContents),
            Slots = Newest(Slots, past.Where(run => run.Run.Slot is not null), keptSlots),
        };
    }

    /// <summary>This state with nothing left to say of what ended before <paramref name="run"/>, whose result has taken its place.</summary>
    public JournalState WithoutOlderNews(RunId run)
    {
        var older = Runs.TakeWhile(entry => entry.Run != run).ToList();
        return this with
        {
            Runs = [.. older.Select(entry => entry with { Reported = entry.Reported || entry.HasEnded }), .. Runs.Skip(older.Count)],
        };
    }

    /// <summary>This state without <paramref name="run"/>, which never started.</summary>
    public JournalState Without(RunId run) => this with { Runs = [.. Runs.Where(r => r.Run != run)] };

    /// <summary>Scheduled minutes go first: they come without end, and an older one is never due again.</summary>
    private static IReadOnlyList<PastRun> Newest(IReadOnlyList<PastRun> known, IEnumerable<PastRun> more, int kept)
    {
        List<PastRun> all = [.. known, .. more];
        if (all.Count == known.Count)
            return known;
        while (all.Count > kept)
            all.RemoveAt(Math.Max(0, all.FindIndex(past => past.Run.Minute is not null)));
        return all;
    }

    private static bool IsName(string run) => run.Length is > 0 and <= 100 && run.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}

/// <summary>How many runs are kept with all that is known of them, and of how many before them the id.</summary>
internal sealed record JournalLimits(int Runs, int Contents, int Slots)
{
    public static JournalLimits Default { get; } = new(10, 100_000, 2_000);
}

/// <summary>A run of which no more is kept than its id and its end.</summary>
/// <param name="Run">Which one.</param>
/// <param name="End">How it ended; null when it was found on disk after a loss.</param>
internal sealed record PastRun(RunId Run, RunPhase? End);

/// <summary>A run as its id.</summary>
internal sealed class RunIdConverter : JsonConverter<RunId>
{
    public override RunId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("a run has no id"));

    public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>There may be 100,000 of them: the id, and after a blank how it ended.</summary>
internal sealed class PastRunConverter : JsonConverter<PastRun>
{
    public override PastRun Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()?.Split(' ') switch
        {
            [var run] => new PastRun(new RunId(run), null),
            [var run, var end] when Enum.TryParse<RunPhase>(end, out var phase) => new PastRun(new RunId(run), phase),
            _ => throw new JsonException("a past run is not an id and its end"),
        };

    public override void Write(Utf8JsonWriter writer, PastRun value, JsonSerializerOptions options) =>
        writer.WriteStringValue($"{value.Run} {value.End}".TrimEnd());
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    Converters = [typeof(RunIdConverter), typeof(PastRunConverter)]
)]
[JsonSerializable(typeof(JournalState))]
internal sealed partial class JournalJson : JsonSerializerContext;
