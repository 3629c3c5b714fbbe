using System.Globalization;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Views;

/// <summary>Many node names in few characters: <c>k8s-worker-[1-3,7]</c>.</summary>
internal static class NodeList
{
    /// <summary>
    /// Folds names that differ in one number. Where a name has several numbers, it is folded at the one that it shares with
    /// the most other names.
    /// </summary>
    public static string Compress(IEnumerable<string> nodes)
    {
        var names = nodes.Distinct().Order(NaturalOrder.Instance).ToList();
        var sharedBy = names.SelectMany(SplitsOf).CountBy(split => (split.Prefix, split.Suffix)).ToDictionary();

        return string.Join(
            ',',
            names
                .Select(name =>
                    SplitsOf(name).OrderByDescending(split => sharedBy[(split.Prefix, split.Suffix)]).FirstOrDefault()
                    ?? new Split(name, "", "")
                )
                .GroupBy(split => (split.Prefix, split.Suffix))
                .Select(group => group.Key.Prefix + Numbers([.. group.Select(split => split.Digits)]) + group.Key.Suffix)
        );
    }

    // The last number comes first: among equals it is the one that counts nodes.
    private static IEnumerable<Split> SplitsOf(string name)
    {
        for (var end = name.Length; end > 0; end--)
        {
            var start = end;
            while (start > 0 && char.IsAsciiDigit(name[start - 1]))
                start--;

            if (end - start is > 0 and <= 18)
                yield return new Split(name[..start], name[start..end], name[end..]);

            end = Math.Max(start, 1);
        }
    }

    private static string Numbers(List<string> digits)
    {
        if (digits.Count == 1)
            return digits[0];

        var ranges = new List<(string First, string Last)>();
        foreach (var number in digits)
        {
            if (ranges.Count > 0 && Follows(ranges[^1].Last, number))
                ranges[^1] = (ranges[^1].First, number);
            else
                ranges.Add((number, number));
        }

        return $"[{string.Join(',', ranges.Select(range => range.First == range.Last ? range.First : $"{range.First}-{range.Last}"))}]";
    }

    // 09 is followed by 10, and 9 by 10, but 09 not by 010: a range must say how its numbers are written.
    private static bool Follows(string previous, string next) =>
        ValueOf(next) == ValueOf(previous) + 1 && (previous.Length == next.Length || (previous[0] != '0' && next[0] != '0'));

    private static long ValueOf(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    private sealed record Split(string Prefix, string Digits, string Suffix);
}
