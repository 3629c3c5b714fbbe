using System.Globalization;
using System.Text;

namespace NodeTasker.Rollouts;

/// <summary>The last runs, between <see cref="HistoryEntry"/> and the ConfigMap <c>&lt;task&gt;-history</c>.</summary>
/// <remarks>One key for each run, <c>20261122T100405Z.0123456789ab</c>: when it was set, and which; its value is one line of JSON (<see cref="HistoryLine"/>).</remarks>
public static class HistoryCodec
{
    /// <summary>So many runs are kept.</summary>
    public const int MaxEntries = 20;

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>The data of the ConfigMap: the newest of <paramref name="entries"/>, which may be in any order.</summary>
    public static IReadOnlyDictionary<string, string> Encode(IEnumerable<HistoryEntry> entries)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        var left = TaskObject.MaxBytes;
        foreach (var entry in Newest(entries).Take(MaxEntries))
        {
            var line = HistoryLine.Of(entry);
            left -= Encoding.UTF8.GetByteCount(line);
            if (left < 0)
                break;
            data[KeyOf(entry)] = line;
        }

        return data;
    }

    /// <summary>Reads it back, newest first; what somebody spoilt is left out.</summary>
    public static IReadOnlyList<HistoryEntry> Decode(IReadOnlyDictionary<string, string> data) => Decode(data, out _);

    /// <summary>Reads it back, newest first. An entry that somebody spoilt is left out, and <paramref name="problems"/> names it: the others are worth no less.</summary>
    public static IReadOnlyList<HistoryEntry> Decode(IReadOnlyDictionary<string, string> data, out IReadOnlyList<string> problems)
    {
        var entries = new List<HistoryEntry>(data.Count);
        var spoilt = new List<string>();
        foreach (var (key, value) in data)
        {
            if (HistoryLine.TryParse(value, out var entry, out var error))
                entries.Add(entry);
            else
                spoilt.Add($"the key '{Shown.Of(key)}' can't be read: {error}");
        }

        spoilt.Sort(StringComparer.Ordinal);
        problems = spoilt;
        return [.. Newest(entries)];
    }

    private static string KeyOf(HistoryEntry entry) =>
        $"{entry.SetTime.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}.{entry.Run}";

    private static IOrderedEnumerable<HistoryEntry> Newest(IEnumerable<HistoryEntry> entries) =>
        entries.OrderByDescending(entry => entry.SetTime).ThenByDescending(entry => entry.Run.Value, StringComparer.Ordinal);
}
