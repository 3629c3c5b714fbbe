namespace NodeTasker.TaskModel.Rollouts;

/// <summary>How many more nodes the waves let start.</summary>
/// <param name="Budget">So many.</param>
/// <param name="Message">What the next wave waits for; null when it waits for nothing.</param>
/// <param name="SoakEnd">When the soak ends that it waits for.</param>
internal sealed record WaveGate(int Budget, string? Message, DateTimeOffset? SoakEnd)
{
    private static readonly WaveGate _open = new(int.MaxValue, null, null);

    /// <param name="spec">The task.</param>
    /// <param name="selected">How many nodes it selects.</param>
    /// <param name="started">How many of them have started, or may.</param>
    /// <param name="areAllEnded">Whether all that started have ended.</param>
    /// <param name="lastEnd">When the last of them ended; null when none has.</param>
    /// <param name="now">The time.</param>
    public static WaveGate Of(TaskSpec spec, int selected, int started, bool areAllEnded, DateTimeOffset? lastEnd, DateTimeOffset now)
    {
        if (spec.Waves.Count == 0) return _open;

        var (wave, before, end) = WaveAt(spec.Waves, selected, started);
        if (started > before || wave == 1) return new(end - started, null, null);
        if (started >= selected) return new(0, null, null);
        if (!areAllEnded) return new(0, $"wave {wave} waits for the nodes of the waves before it to end", null);
        if (lastEnd is not { } last || spec.Soak == TimeSpan.Zero) return new(end - started, null, null);

        var soaked = Saturating.Add(last > now ? now : last, spec.Soak);
        return soaked <= now ? new(end - started, null, null) : new(0, $"wave {wave} waits for the soak until {Rfc3339.Format(soaked)}", soaked);
    }

    private static (int Wave, int Before, int End) WaveAt(IReadOnlyList<CountOrPercent> sizes, int selected, int started)
    {
        var (wave, before) = (1, 0);
        while (true)
        {
            var end = (int)Math.Min(int.MaxValue, (long)before + NodeShare.AtLeastOne(sizes[Math.Min(wave, sizes.Count) - 1], selected));
            if (started < end) return (wave, before, end);
            (wave, before) = (wave + 1, end);
        }
    }
}
