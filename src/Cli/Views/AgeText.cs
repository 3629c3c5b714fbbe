using System.Globalization;

namespace NodeTasker.Cli.Views;

/// <summary>How long ago, as kubectl says it: <c>5s</c>, <c>3m</c>, <c>2h</c>, <c>4d</c>.</summary>
internal static class AgeText
{
    /// <summary>Between two clocks that may differ a little: never below zero.</summary>
    public static string Of(DateTimeOffset then, DateTimeOffset now) => Of(now - then);

    /// <summary>As one number and one letter.</summary>
    public static string Of(TimeSpan age) =>
        age switch
        {
            _ when age < TimeSpan.Zero => "0s",
            _ when age < TimeSpan.FromMinutes(2) => Text((int)age.TotalSeconds, 's'),
            _ when age < TimeSpan.FromHours(2) => Text((int)age.TotalMinutes, 'm'),
            _ when age < TimeSpan.FromDays(2) => Text((int)age.TotalHours, 'h'),
            _ => Text((int)age.TotalDays, 'd'),
        };

    private static string Text(int number, char unit) => string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");
}
