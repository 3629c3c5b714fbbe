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

/// <summary>What the supervisor wrote at the end: <c>FROM TO exited CODE</c>, <c>FROM TO failed WHY</c>, or <c>FROM TO unit RESULT CODE STATUS</c>; <c>FROM TO stopping …</c> while the host went down.</summary>
/// <param name="Outcome">How the attempt ended.</param>
/// <param name="IsByShutdown">Whether a signal of the host's shutdown ended it.</param>
internal sealed record ExitRecord(RunOutcome Outcome, bool IsByShutdown)
{
    public static ExitRecord? Read(RunFolder folder)
    {
        if (RunFolder.ReadRecord(folder.Exit)?.Split(' ', 4) is not [var start, var end, var kind, var detail])
            return null;
        if (!UptimeClock.TryParse(start, out var from) || !UptimeClock.TryParse(end, out var to))
            return null;
        var isByShutdown = kind == "stopping";
        if (isByShutdown && detail.Split(' ', 2) is [var inner, var rest])
            (kind, detail) = (inner, rest);
        RunOutcome? outcome = kind switch
        {
            "exited" when int.TryParse(detail, NumberStyles.None, CultureInfo.InvariantCulture, out var code) => FromShell(code),
            "failed" => new RunOutcome.NotStarted(detail),
            "unit" when detail.Split(' ') is [var result, var code, var status] => FromUnit(result, code, status),
            _ => null,
        };
        return outcome is null ? null : new ExitRecord(outcome with { Duration = to - from }, isByShutdown);
    }

    /// <summary>A shell reports the end by signal n as 128 + n (POSIX, "Exit Status for Commands"); 64 is the last signal of Linux.</summary>
    private static RunOutcome.Exited FromShell(int code) => new(code, code is > 128 and <= 128 + 64 ? code - 128 : null);

    /// <summary>$SERVICE_RESULT, $EXIT_CODE and $EXIT_STATUS (systemd.exec(5), "Environment Variables Set or Propagated by the Service Manager").</summary>
    private static RunOutcome? FromUnit(string result, string code, string status)
    {
        if (result == "resources")
            return new RunOutcome.NotStarted("systemd had not the resources to start the unit");
        if (code == "exited" && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var exitCode))
            return Flagged(new RunOutcome.Exited(exitCode, null), result);
        return UnixSignals.NumberOf(status) is { } signal ? Flagged(new RunOutcome.Exited(128 + signal, signal), result) : null;
    }

    private static RunOutcome.Exited Flagged(RunOutcome.Exited outcome, string result) =>
        outcome with
        {
            TimedOut = result == "timeout",
            OutOfMemory = result == "oom-kill",
        };
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
