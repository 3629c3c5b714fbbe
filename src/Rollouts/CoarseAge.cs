using System.Globalization;

namespace NodeTasker.Rollouts;

/// <summary>Ages in few steps, so that a cluster in which nothing happens costs few writes.</summary>
public static class CoarseAge
{
    private const int SecondsOfYear = 365 * 86_400;

    private static readonly (int Seconds, string Text)[] Steps =
    [
        (10, "10s"),
        (20, "20s"),
        (30, "30s"),
        (60, "1m"),
        (120, "2m"),
        (300, "5m"),
        (600, "10m"),
        (1_200, "20m"),
        (1_800, "30m"),
        (3_600, "1h"),
        (7_200, "2h"),
        (21_600, "6h"),
        (43_200, "12h"),
        (86_400, "1d"),
        (172_800, "2d"),
        (604_800, "7d"),
        (1_209_600, "14d"),
        (2_592_000, "30d"),
        (5_184_000, "60d"),
        (7_776_000, "90d"),
        (15_552_000, "180d"),
    ];

    /// <summary>The age, rounded down to a step: <c>10s</c>, <c>5m</c>, <c>2d</c>; empty below the first.</summary>
    public static string Of(DateTimeOffset since, DateTimeOffset now)
    {
        var years = (long)((now - since).TotalSeconds / SecondsOfYear);
        if (years > 0)
            return string.Create(CultureInfo.InvariantCulture, $"{years * 365}d");
        var step = StepOf(since, now);
        return step < 0 ? "" : Steps[step].Text;
    }

    /// <summary>When it becomes another.</summary>
    public static DateTimeOffset Next(DateTimeOffset since, DateTimeOffset now)
    {
        var next = StepOf(since, now) + 1;
        var years = Math.Max(0, (long)((now - since).TotalSeconds / SecondsOfYear));
        var seconds = next < Steps.Length ? Steps[next].Seconds : (years + 1) * SecondsOfYear;
        return since + TimeSpan.FromSeconds(seconds);
    }

    /// <summary>Reads a step back.</summary>
    public static bool TryParse(string text, out TimeSpan age)
    {
        age = default;
        var step = Array.FindIndex(Steps, known => known.Text == text);
        if (step >= 0)
        {
            age = TimeSpan.FromSeconds(Steps[step].Seconds);
            return true;
        }

        if (
            !text.EndsWith('d')
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            || days > 365_000
        )
            return false;
        age = TimeSpan.FromDays(days);
        return true;
    }

    private static int StepOf(DateTimeOffset since, DateTimeOffset now)
    {
        var age = (now - since).TotalSeconds;
        return Array.FindLastIndex(Steps, step => age >= step.Seconds);
    }
}
