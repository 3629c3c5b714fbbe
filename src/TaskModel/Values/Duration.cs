using System.Globalization;
using System.Text;

namespace NodeTasker.TaskModel;

/// <summary>Go-style durations, <c>90s</c>, <c>1h30m</c>, <c>1.204s</c>.</summary>
public static class Duration
{
    private const int MaxLength = 100;
    private const long NanosecondsPerTick = 100;

    private static readonly Dictionary<string, long> Units = new(StringComparer.Ordinal)
    {
        ["ns"] = 1,
        ["us"] = 1_000,
        ["\u00b5s"] = 1_000,
        ["\u03bcs"] = 1_000,
        ["ms"] = 1_000_000,
        ["s"] = 1_000_000_000,
        ["m"] = 60_000_000_000,
        ["h"] = 3_600_000_000_000,
    };

    /// <summary>Parses <paramref name="text"/> as Go's <c>time.ParseDuration</c> does, but never below zero.</summary>
    /// <remarks>What is shorter than a tick of .NET's (100 ns) counts as one, so that nothing but zero becomes zero.</remarks>
    public static bool TryParse(string text, out TimeSpan value, out string error)
    {
        value = default;
        if (text.StartsWith('-'))
        {
            error = "it is negative";
            return false;
        }

        if (text is "0" or "+0")
        {
            error = "";
            return true;
        }

        var next = text.StartsWith('+') ? 1 : 0;
        if (text.Length == next || text.Length > MaxLength)
        {
            error = text.Length == next ? "it is empty" : "it is too long";
            return false;
        }

        Int128 nanoseconds = 0;
        while (next < text.Length)
        {
            if (!TryTakePart(text, ref next, out var part, out error))
                return false;

            nanoseconds += part;
            if (nanoseconds > long.MaxValue)
            {
                error = "it is too long";
                return false;
            }
        }

        error = "";
        value = TimeSpan.FromTicks((long)((nanoseconds + NanosecondsPerTick - 1) / NanosecondsPerTick));
        return true;
    }

    /// <summary>As Go prints durations, to the millisecond: <c>1.204s</c>, <c>1h30m0s</c>.</summary>
    public static string Format(TimeSpan value)
    {
        var ticks = Int128.Abs(value.Ticks);
        var milliseconds = (ticks + (TimeSpan.TicksPerMillisecond / 2)) / TimeSpan.TicksPerMillisecond;
        if (milliseconds == 0)
            return "0s";

        var text = new StringBuilder(value < TimeSpan.Zero ? "-" : "");
        if (milliseconds < 1000)
            return text.Append(CultureInfo.InvariantCulture, $"{milliseconds}ms").ToString();

        var (seconds, fraction) = Int128.DivRem(milliseconds, 1000);
        if (seconds >= 3600)
            text.Append(CultureInfo.InvariantCulture, $"{seconds / 3600}h");

        if (seconds >= 60)
            text.Append(CultureInfo.InvariantCulture, $"{seconds / 60 % 60}m");

        text.Append(CultureInfo.InvariantCulture, $"{seconds % 60}");
        if (fraction > 0)
            text.Append('.').Append(((int)fraction).ToString("000", CultureInfo.InvariantCulture).TrimEnd('0'));

        return text.Append('s').ToString();
    }

    private static bool TryTakePart(string text, ref int next, out Int128 nanoseconds, out string error)
    {
        nanoseconds = 0;
        var start = next;
        var whole = Take(text, ref next, LengthOfDigits(text, next));
        var fraction = "";
        if (next < text.Length && text[next] == '.')
        {
            next++;
            fraction = Take(text, ref next, LengthOfDigits(text, next));
        }

        if (whole.Length + fraction.Length == 0)
        {
            error = $"there is no number at '{Shown.Of(text.AsSpan(start))}'";
            return false;
        }

        var number = text[start..next];
        var unit = Take(text, ref next, LengthOfUnit(text, next));
        if (unit.Length == 0)
        {
            error = $"there is no unit after '{number}'";
            return false;
        }

        if (!Units.TryGetValue(unit, out var perUnit))
        {
            error = $"'{Shown.Of(unit)}' is no unit; the units are ns, us, ms, s, m and h";
            return false;
        }

        // Nineteen digits are more nanoseconds than fit, whatever the unit.
        var significant = whole.TrimStart('0');
        if (significant.Length >= 20)
        {
            error = "it is too long";
            return false;
        }

        nanoseconds = ParseDigits(significant) * perUnit;

        // As in Go, digits of a fraction that cannot matter are dropped.
        fraction = fraction[..Math.Min(fraction.Length, 18)];
        var scale = Int128.One;
        for (var digit = 0; digit < fraction.Length; digit++)
            scale *= 10;

        nanoseconds += ParseDigits(fraction) * perUnit / scale;
        error = "";
        return true;
    }

    private static Int128 ParseDigits(string digits) =>
        digits.Length == 0 ? 0 : Int128.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static int LengthOfDigits(string text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;

        return end - start;
    }

    private static int LengthOfUnit(string text, int start)
    {
        var end = start;
        while (end < text.Length && !char.IsAsciiDigit(text[end]) && text[end] != '.')
            end++;

        return end - start;
    }

    private static string Take(string text, ref int next, int length)
    {
        var taken = text.Substring(next, length);
        next += length;
        return taken;
    }
}
