namespace NodeTasker.Controller.Storing;

/// <summary>Counts the controller's own writes, tried or done: what it costs the API server.</summary>
internal sealed class ApiWrites
{
    private readonly long[] _counts = new long[Enum.GetValues<WriteKind>().Length];

    /// <summary>So far, by kind.</summary>
    public IReadOnlyList<(WriteKind Kind, long Count)> Counts =>
        [.. Enum.GetValues<WriteKind>().Select(kind => (kind, Interlocked.Read(ref _counts[(int)kind])))];

    /// <summary>So far, of all kinds.</summary>
    public long Total => Counts.Sum(entry => entry.Count);

    public void Add(WriteKind kind) => Interlocked.Increment(ref _counts[(int)kind]);

    /// <summary>"12 (ledger 4, grant 5, summary 3)": what came since <paramref name="earlier"/>.</summary>
    public static string Describe(IReadOnlyList<(WriteKind Kind, long Count)> earlier, IReadOnlyList<(WriteKind Kind, long Count)> now)
    {
        var parts = now.Zip(earlier, (after, before) => (after.Kind, Count: after.Count - before.Count))
            .Where(part => part.Count > 0)
            .ToList();
        return parts.Count == 0
            ? "0"
            : $"{parts.Sum(part => part.Count)} ({string.Join(", ", parts.Select(part => $"{part.Kind.ToString().ToLowerInvariant()} {part.Count}"))})";
    }
}

/// <summary>What the controller writes.</summary>
internal enum WriteKind
{
    Ledger,
    Grant,
    Summary,
    History,
    Event,
}
