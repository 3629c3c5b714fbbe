namespace NodeTasker.TaskModel;

/// <summary>Go-style durations, <c>90s</c>, <c>1h30m</c>, <c>1.204s</c>.</summary>
public static class Duration
{
    /// <summary>Parses <paramref name="text"/> as Go's <c>time.ParseDuration</c> does, but never below zero.</summary>
    public static bool TryParse(string text, out TimeSpan value, out string error) => throw new NotImplementedException();

    /// <summary>As Go prints durations, to the millisecond: <c>1.204s</c>, <c>1h30m0s</c>.</summary>
    public static string Format(TimeSpan value) => throw new NotImplementedException();
}
