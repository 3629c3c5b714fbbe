using System.Globalization;

namespace NodeTasker.TaskModel;

/// <summary>One of the five fields of a cron schedule, as a set of bits.</summary>
/// <param name="Bits">Bit n: the value n is scheduled.</param>
/// <param name="IsStar">Whether it was <c>*</c> or <c>?</c>, which decides how the two day fields go together.</param>
internal readonly record struct CronField(ulong Bits, bool IsStar)
{
    public bool Has(int value) => (Bits & (1UL << value)) != 0;

    /// <summary>What a field may hold.</summary>
    public sealed record Kind(string Name, int Min, int Max, string[] Words)
    {
        public static Kind Minute { get; } = new("minute", 0, 59, []);

        public static Kind Hour { get; } = new("hour", 0, 23, []);

        public static Kind DayOfMonth { get; } = new("day of month", 1, 31, []);

        public static Kind Month { get; } =
            new("month", 1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]);

        public static Kind DayOfWeek { get; } = new("day of week", 0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);
    }

    /// <summary>Returns what is wrong, or null.</summary>
    public static string? Parse(string text, Kind kind, out CronField field)
    {
        field = default;
        foreach (var item in text.Split(','))
        {
            if (ParseItem(item, kind, out var part) is { } error)
                return $"{kind.Name} '{Shown.Of(text)}': {error}";

            field = new CronField(field.Bits | part.Bits, field.IsStar || part.IsStar);
        }

        return null;
    }

    private static string? ParseItem(string item, Kind kind, out CronField part)
    {
        part = default;
        var (range, step) = Cut(item, '/');
        var (first, last) = Cut(range, '-');
        var by = 1;
        if (step is not null && (!TryParseNumber(step, out by) || by == 0))
            return $"'{Shown.Of(step)}' is no step, which is a whole number from 1";

        var isStar = range is "*" or "?";
        var (from, to) = (kind.Min, kind.Max);
        if (!isStar)
        {
            if (ParseValue(first, kind, out from) is { } badFirst)
                return badFirst;

            to = step is null ? from : kind.Max;
            if (last is not null && ParseValue(last, kind, out to) is { } badLast)
                return badLast;
        }

        if (from > to)
            return $"the range '{Shown.Of(range)}' ends before it begins";

        var bits = 0UL;
        for (long value = from; value <= to; value += by)
            bits |= 1UL << (int)value;

        // As in CronJob, */2 in a day field counts as a restriction; */1 and * do not.
        part = new CronField(bits, isStar && by == 1);
        return null;
    }

    private static string? ParseValue(string text, Kind kind, out int value)
    {
        var word = Array.FindIndex(kind.Words, known => known.Equals(text, StringComparison.OrdinalIgnoreCase));
        value = word + kind.Min;
        if (word >= 0)
            return null;

        if (!TryParseNumber(text, out value))
            return $"'{Shown.Of(text)}' is no number{(kind.Words.Length > 0 ? $" and no name such as {kind.Words[1]}" : "")}";

        if (kind == Kind.DayOfWeek && value == 7)
            return "Sunday is 0, not 7";

        return value < kind.Min || value > kind.Max ? $"{value} is not from {kind.Min} to {kind.Max}" : null;
    }

    private static bool TryParseNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static (string Before, string? After) Cut(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }
}
