using System.Globalization;

namespace NodeTasker.TaskModel;

/// <summary>The operator's wish that nodes which failed a content, or were cancelled, run it once more.</summary>
/// <param name="Run">The run that they shall have then, <c>&lt;content&gt;-r&lt;yyyyMMddHHmmss&gt;</c>.</param>
/// <param name="Time">When it was wished, UTC to the second: what ends later is not run again by it.</param>
public sealed record Rerun(RunId Run, DateTimeOffset Time)
{
    private const string Prefix = "r";
    private const string Format = "yyyyMMddHHmmss";

    /// <summary>The wish as of <paramref name="now"/>.</summary>
    /// <remarks>Rounded up to the next second, so that it covers what has ended by now.</remarks>
    public static Rerun Of(RunId content, DateTimeOffset now)
    {
        var utc = now.UtcDateTime;
        var second = new DateTime(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
        var time = new DateTimeOffset(second < utc ? second.AddSeconds(1) : second);
        return new Rerun(content.InSlot(Prefix + time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture)), time);
    }

    /// <summary>Reads the annotation; false when it is of another content, or none.</summary>
    public static bool TryParse(string? text, RunId content, out Rerun? rerun)
    {
        rerun = null;
        var start = $"{content.Value}-{Prefix}";
        if (text is null || !text.StartsWith(start, StringComparison.Ordinal))
            return false;
        if (
            !DateTimeOffset.TryParseExact(
                text.AsSpan(start.Length),
                Format,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            )
        )
            return false;
        rerun = new Rerun(new RunId(text), time);
        return true;
    }
}
