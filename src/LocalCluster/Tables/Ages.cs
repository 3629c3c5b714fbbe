using System.Globalization;

namespace NodeTasker.LocalCluster.Tables;

/// <summary>Ages as kubectl writes them: <c>5s</c>, <c>2m30s</c>, <c>12m</c>, <c>3h5m</c>, <c>5d4h</c>, <c>300d</c>.</summary>
internal static class Ages
{
    public static string Since(string timestamp, DateTimeOffset now) =>
        DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var then)
            ? Format(now - then)
            : "<unknown>";

    public static string Format(TimeSpan age)
    {
        var seconds = (long)age.TotalSeconds;
        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        return seconds switch
        {
            < -1 => "<invalid>",
            < 0 => "0s",
            < 120 => $"{seconds}s",
            < 600 => seconds % 60 == 0 ? $"{minutes}m" : $"{minutes}m{seconds % 60}s",
            < 3 * 3600 => $"{minutes}m",
            < 8 * 3600 => minutes % 60 == 0 ? $"{hours}h" : $"{hours}h{minutes % 60}m",
            < 48 * 3600 => $"{hours}h",
            < 8 * 86400 => hours % 24 == 0 ? $"{days}d" : $"{days}d{hours % 24}h",
            < 2 * 365 * 86400L => $"{days}d",
            < 8 * 365 * 86400L => days % 365 == 0 ? $"{days / 365}y" : $"{days / 365}y{days % 365}d",
            _ => $"{days / 365}y",
        };
    }
}
