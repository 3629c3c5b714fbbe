using System.Globalization;

namespace NodeTasker.HostAgent.Executing;

/// <summary>What the supervisor wrote when it started.</summary>
/// <param name="Uptime">The host's uptime then.</param>
/// <param name="Supervisor">Its process id, as the host gives it.</param>
internal sealed record StartRecord(TimeSpan Uptime, int Supervisor)
{
    public static StartRecord? Read(RunFolder folder) =>
        RunFolder.ReadRecord(folder.Started)?.Split(' ') is [var uptime, var pid]
        && UptimeClock.TryParse(uptime, out var at)
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var supervisor)
            ? new StartRecord(at, supervisor)
            : null;
}

/// <summary>What the supervisor wrote at the end.</summary>
/// <param name="Duration">By the host's uptime.</param>
/// <param name="ExitCode">Of the script; null when it did not start.</param>
/// <param name="Failure">What stood in the way of its start.</param>
internal sealed record ExitRecord(TimeSpan Duration, int? ExitCode, string? Failure)
{
    public static ExitRecord? Read(RunFolder folder)
    {
        if (RunFolder.ReadRecord(folder.Exit)?.Split(' ', 4) is not [var start, var end, var kind, var detail]) return null;
        if (!UptimeClock.TryParse(start, out var from) || !UptimeClock.TryParse(end, out var to)) return null;
        return kind switch
        {
            "exited" when int.TryParse(detail, NumberStyles.None, CultureInfo.InvariantCulture, out var code) => new ExitRecord(to - from, code, null),
            "failed" => new ExitRecord(to - from, null, detail),
            _ => null,
        };
    }

    /// <summary>A shell reports the end by signal n as 128 + n (POSIX, "Exit Status for Commands"); 64 is the last signal of Linux.</summary>
    public RunOutcome ToOutcome() => ExitCode is { } code
        ? new RunOutcome.Exited(code, code is > 128 and <= 128 + 64 ? code - 128 : null) { Duration = Duration }
        : new RunOutcome.NotStarted(Failure!);
}

/// <summary>The host's uptime, which no clock change touches.</summary>
internal static class UptimeClock
{
    public static TimeSpan Now => TryParse(File.ReadAllText("/proc/uptime").Split(' ')[0], out var uptime) ? uptime : TimeSpan.Zero;

    public static bool TryParse(string text, out TimeSpan uptime)
    {
        var valid = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e10;
        uptime = valid ? TimeSpan.FromSeconds(seconds) : default;
        return valid;
    }
}
