using System.Globalization;

namespace NodeTasker.TaskModel;

/// <summary>The values of a task's keys, one parser for each kind; all have the shape of <see cref="TaskValues.Parser{T}"/>.</summary>
internal static class ValueParsers
{
    private const int MaxRetries = 100;
    private const long MaxPids = 4 * 1024 * 1024;
    private const int MaxSignature = 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(720);

    public static bool Duration(string text, out TimeSpan value, out string error)
    {
        if (!TaskModel.Duration.TryParse(text, out value, out error))
            return false;

        error = value > Longest ? "it is too long" : "";
        return error.Length == 0;
    }

    public static bool Timeout(string text, out TimeSpan? value, out string error)
    {
        var isGood = Duration(text, out var duration, out error);
        value = duration > TimeSpan.Zero ? duration : null;
        return isGood;
    }

    public static bool Retries(string text, out int value, out string error)
    {
        error =
            !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) ? "it is no whole number"
            : value > MaxRetries ? "it is too many"
            : "";
        return error.Length == 0;
    }

    public static bool AtLeastOne(string text, out CountOrPercent value, out string error)
    {
        if (!CountOrPercent.TryParse(text, out value, out error))
            return false;

        error = value.Value == 0 ? "no node would ever start" : "";
        return error.Length == 0;
    }

    public static bool Waves(string text, out IReadOnlyList<CountOrPercent> value, out string error)
    {
        var sizes = new List<CountOrPercent>();
        value = sizes;
        error = "";
        if (text.Length == 0)
            return true;

        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!AtLeastOne(item, out var size, out error))
            {
                error = $"size '{Shown.Of(item)}': {error}";
                return false;
            }

            sizes.Add(size);
        }

        return true;
    }

    public static bool Boolean(string text, out bool value, out string error)
    {
        value = text == "true";
        error = text is "true" or "false" ? "" : $"it is neither true nor false{DidYouMean(text, ["true", "false"])}";
        return error.Length == 0;
    }

    public static bool Word<T>(string text, out T value, out string error)
        where T : struct, Enum
    {
        // Not Enum.TryParse, which takes numbers and lists too.
        var names = Enum.GetNames<T>();
        var index = Array.IndexOf(names, text);
        value = index < 0 ? default : Enum.GetValues<T>()[index];
        error = index < 0 ? $"there is no such choice{DidYouMean(text, names)}" : "";
        return index >= 0;
    }

    public static bool MilliCpu(string text, out long? value, out string error)
    {
        value = null;
        if (!Quantity.TryParse(text, out var quantity, out error))
            return false;

        value = quantity.Milli;
        return IsWithin(value, 1, long.MaxValue, ref error);
    }

    public static bool Memory(string text, out long? value, out string error) =>
        Whole(text, 1024 * 1024, long.MaxValue, out value, out error);

    public static bool Pids(string text, out long? value, out string error) => Whole(text, 1, MaxPids, out value, out error);

    public static bool OutputLimit(string text, out int value, out string error)
    {
        var isGood = Whole(text, 1, OutputExcerpt.MaxLimit, out var bytes, out error);
        value = (int)(isGood ? bytes!.Value : 0);
        return isGood;
    }

    public static bool Text(string text, out string? value, out string error)
    {
        value = text;
        error = "";
        return true;
    }

    public static bool Audience(string text, out string? value, out string error)
    {
        value = text;
        error =
            string.IsNullOrWhiteSpace(text) ? "it is empty"
            : text.Any(char.IsControl) || text.Trim() != text ? "it has control characters or white space around it"
            : "";
        return error.Length == 0;
    }

    public static bool Base64(string text, out string? value, out string error)
    {
        value = text;
        error =
            string.IsNullOrWhiteSpace(text) ? "it is empty"
            : text.Length > MaxSignature ? "it is too long"
            : !Convert.TryFromBase64String(text, new byte[text.Length], out _) ? "it is no base64"
            : "";
        return error.Length == 0;
    }

    public static bool Time(string text, out DateTimeOffset? value, out string error)
    {
        var isGood = Rfc3339.TryParse(text, out var time, out error);
        value = time;
        return isGood;
    }

    private static bool Whole(string text, long min, long max, out long? value, out string error)
    {
        value = null;
        if (!Quantity.TryParse(text, out var quantity, out error))
            return false;

        value = quantity.Whole;
        return IsWithin(value, min, max, ref error);
    }

    private static bool IsWithin(long? value, long min, long max, ref string error)
    {
        error =
            value is null ? "it is no whole number, or far too large"
            : value < min ? "it is too small"
            : value > max ? "it is too large"
            : "";
        return error.Length == 0;
    }

    private static string DidYouMean(string text, string[] words) =>
        KeySuggestion.Nearest(text, words) is { } nearest ? $"; did you mean '{nearest}'?" : "";
}
