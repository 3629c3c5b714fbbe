namespace NodeTasker.Rollouts;

/// <summary>How many more nodes the waves let start.</summary>
/// <param name="Budget">So many.</param>
internal sealed record WaveGate(int Budget)
{
    /// <summary>What the next wave waits for; null when it waits for nothing.</summary>
    public string? Message { get; init; }

    /// <summary>The soak that is under way; null when none is.</summary>
    public SoakMark? Soak { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? SoakEnd { get; init; }

    /// <param name="spec">The task.</param>
    /// <param name="run">The run whose waves these are.</param>
    /// <param name="selected">How many nodes the task selects.</param>
    /// <param name="started">How many of them have started, or may.</param>
    /// <param name="areAllEnded">Whether all that started have ended.</param>
    /// <param name="known">The soak that was under way before.</param>
    /// <param name="now">The time.</param>
    public static WaveGate Of(TaskSpec spec, RunId run, int selected, int started, bool areAllEnded, SoakMark? known, DateTimeOffset now)
    {
        if (spec.Waves.Count == 0)
            return new(int.MaxValue);

        var (wave, before, end) = WaveAt(spec.Waves, selected, started);
        var open = new WaveGate(end - started);
        if (started > before || wave == 1)
            return open;
        if (started >= selected)
            return new(0);
        if (!areAllEnded)
            return new(0) { Message = $"Wave {wave} waits for the nodes of the waves before it to end." };
        if (spec.Soak == TimeSpan.Zero)
            return open;

        var soak = known is not null && known.Run == run && known.Wave == wave && known.Time <= now ? known : new SoakMark(run, wave, now);
        var soaked = soak.Time + spec.Soak;
        return soaked <= now
            ? open with
            {
                Soak = soak,
            }
            : new(0)
            {
                Message = $"Wave {wave} waits for its soak, until {Rfc3339.Format(soaked)}.",
                Soak = soak,
                SoakEnd = soaked,
            };
    }

    private static (int Wave, int Before, int End) WaveAt(IReadOnlyList<CountOrPercent> sizes, int selected, int started)
    {
        var (wave, before) = (1, 0);
        while (true)
        {
            var end = (int)Math.Min(int.MaxValue, (long)before + NodeShare.AtLeastOne(sizes[Math.Min(wave, sizes.Count) - 1], selected));
            if (started < end)
                return (wave, before, end);
            (wave, before) = (wave + 1, end);
        }
    }
}
