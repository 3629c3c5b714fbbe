using System.Globalization;
using System.Text.RegularExpressions;

namespace NodeTasker.TaskModel;

/// <summary>Times as Kubernetes writes them, <c>2026-11-22T10:04:05Z</c>, with up to milliseconds.</summary>
public static partial class Rfc3339
{
    /// <summary>In UTC, cut to the millisecond; without the fraction when there is none.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString(
            time.UtcDateTime.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
            CultureInfo.InvariantCulture
        );

    /// <summary>Parses a time with any offset, into UTC; on false <paramref name="error"/> says what is wrong.</summary>
    public static bool TryParse(string text, out DateTimeOffset time, out string error)
    {
        time = default;
        var match = Shape().Match(text);
        if (!match.Success)
        {
            error = NoOffset().IsMatch(text) ? "it has no offset; end it with Z or, say, +02:00" : "it is no RFC 3339 time";
            return false;
        }

        var fraction = match.Groups["fraction"].Value;
        var normal =
            $"{match.Groups["date"].Value}T{match.Groups["time"].Value}.{fraction[..Math.Min(fraction.Length, 7)].PadRight(7, '0')}{match.Groups["offset"].Value.ToUpperInvariant()}";
        if (
            !DateTimeOffset.TryParseExact(
                normal,
                "yyyy-MM-dd'T'HH:mm:ss.fffffffK",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var parsed
            )
        )
        {
            error = "there is no such time";
            return false;
        }

        time = parsed.ToUniversalTime();
        error = "";
        return true;
    }

    [GeneratedRegex(
        @"\A(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?<time>[0-9]{2}:[0-9]{2}:[0-9]{2})(\.(?<fraction>[0-9]+))?(?<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant
    )]
    private static partial Regex Shape();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9:.]*)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex NoOffset();
}
