using System.Globalization;

namespace NodeTasker.HostAgent.Executing;

/// <summary>What <c>/proc/PID/stat</c> says, as far as it is needed (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).</summary>
/// <param name="Pid">The process.</param>
/// <param name="State">One letter; Z is a zombie.</param>
/// <param name="Parent">Its parent.</param>
/// <param name="Session">Its session.</param>
/// <param name="StartTicks">When it started: with the pid, its identity.</param>
internal sealed record ProcessStat(int Pid, char State, int Parent, int Session, ulong StartTicks)
{
    public static ProcessStat? Parse(string line)
    {
        // The name is in parentheses and may hold any character, a parenthesis too.
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var close = line.LastIndexOf(')');
        if (open < 1 || close < open)
            return null;
        var fields = line[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
            fields.Length > 19
            && int.TryParse(line.AsSpan(0, open - 1), CultureInfo.InvariantCulture, out var pid)
            && int.TryParse(fields[1], CultureInfo.InvariantCulture, out var parent)
            && int.TryParse(fields[3], CultureInfo.InvariantCulture, out var session)
            && ulong.TryParse(fields[19], CultureInfo.InvariantCulture, out var startTicks)
            ? new ProcessStat(pid, fields[0][0], parent, session, startTicks)
            : null;
    }
}
