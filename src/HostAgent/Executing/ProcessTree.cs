using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NodeTasker.HostAgent.Executing;

/// <summary>
/// The processes of one run, however deep or daemonized: those that carry the run's marker in their environment or its mark in
/// their limits or write to its log, the children of the supervisor, and whatever descends from or shares a session with any of them.
/// </summary>
internal sealed class ProcessTree(string folder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly byte[] _marker = Encoding.UTF8.GetBytes($"{ScriptEnvironment.Marker}={folder}\0");
    private readonly string _supervisor = $"{folder}/supervise";
    private readonly string _log = $"{folder}/output.log";
    private readonly byte[] _limit = Encoding.UTF8.GetBytes($" {MarkOf(folder)} ");

    /// <summary>What the supervisor sets the unused limit of file locks to for the script: a number that only this run has.</summary>
    public static string MarkOf(string folder) =>
        (BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(folder))) & (long.MaxValue >> 1)).ToString(
            CultureInfo.InvariantCulture
        );

    public void Signal(ProcessSignal signal)
    {
        foreach (var process in Find())
            Send(process, signal);
    }

    /// <summary>Freezes and looks again until no new process turns up, then kills them all; null when nothing is left.</summary>
    public async Task<string?> KillAsync(TimeProvider time)
    {
        long? firstKill = null;
        while (true)
        {
            var frozen = new HashSet<(int Pid, ulong StartTicks)>();
            var found = Find();
            while (found.Count > 0 && found.Any(p => frozen.Add((p.Pid, p.StartTicks))))
            {
                foreach (var process in found)
                    Send(process, ProcessSignal.Freeze);
                found = Find();
            }

            if (found.Count == 0)
                return null;
            foreach (var process in found)
                Send(process, ProcessSignal.Kill);
            // Thousands take a while to be looked at; what counts is how long they outlive a signal that nothing can ignore.
            firstKill ??= time.GetTimestamp();
            if (time.GetElapsedTime(firstKill.Value) > Patience)
                return $"{found.Count} processes of the run could not be ended: {string.Join(", ", found.Take(10).Select(p => p.Pid))}";
            await Task.Delay(TimeSpan.FromMilliseconds(5), time);
        }
    }

    /// <summary>All of them as they are now, without zombies and without the supervisor.</summary>
    private List<ProcessStat> Find()
    {
        var all = ReadAll();
        var ours = new Dictionary<int, ProcessStat>();
        var supervisors = all.Where(p => IsSupervisor(p.Pid)).Select(p => p.Pid).ToHashSet();
        // Between fork and exec the script still looks like the supervisor, its parent.
        supervisors.ExceptWith([
            .. all.Where(p => supervisors.Contains(p.Pid) && supervisors.Contains(p.Parent) && IsShell(p.Parent)).Select(p => p.Pid),
        ]);
        foreach (var process in all)
        {
            if (supervisors.Contains(process.Pid))
                continue;
            if (CarriesMarker(process.Pid) || HasMark(process.Pid) || WritesLog(process.Pid))
                ours[process.Pid] = process;
        }

        for (var grown = true; grown; )
        {
            grown = false;
            var sessions = ours.Values.Select(p => p.Session).ToHashSet();
            foreach (var process in all)
            {
                if (supervisors.Contains(process.Pid) || ours.ContainsKey(process.Pid))
                    continue;
                var related =
                    ours.ContainsKey(process.Parent)
                    || supervisors.Contains(process.Parent)
                    || (
                        sessions.Contains(process.Session) && process.Session != 0 && IsOwnSession(process.Session, all, ours, supervisors)
                    );
                if (!related)
                    continue;
                ours[process.Pid] = process;
                grown = true;
            }
        }

        return [.. ours.Values.Where(p => p.State is not ('Z' or 'X'))];
    }

    /// <summary>A session belongs to the run when its leader does; a script that joined another's session must not take that down.</summary>
    private static bool IsOwnSession(int session, List<ProcessStat> all, Dictionary<int, ProcessStat> ours, HashSet<int> supervisors) =>
        ours.ContainsKey(session) || supervisors.Contains(session) || all.All(p => p.Pid != session);

    private static List<ProcessStat> ReadAll()
    {
        var all = new List<ProcessStat>();
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (
                !int.TryParse(Path.GetFileName(entry.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                || pid == Environment.ProcessId
            )
                continue;
            if (Read($"{entry}/stat") is { } stat && ProcessStat.Parse(Encoding.UTF8.GetString(stat)) is { } process)
                all.Add(process);
        }

        return all;
    }

    private bool CarriesMarker(int pid) =>
        Read($"/proc/{pid}/environ") is { } environment
        && environment.AsSpan().IndexOf(_marker) is >= 0 and var at
        && (at == 0 || environment[at - 1] == 0);

    private bool HasMark(int pid) => Read($"/proc/{pid}/limits") is { } limits && limits.AsSpan().IndexOf(_limit) >= 0;

    /// <summary>nsenter and setsid on their way to the supervisor have it in their arguments too; they are left alone with it.</summary>
    private bool IsSupervisor(int pid) =>
        Read($"/proc/{pid}/cmdline") is { } arguments
        && Encoding.UTF8.GetString(arguments).Split('\0') is var argv
        && argv.Contains(_supervisor)
        && IsShellOrWrapper(argv[0])
        && !CarriesMarker(pid);

    private static bool IsShell(int pid) => Read($"/proc/{pid}/cmdline") is { } arguments && arguments.AsSpan().StartsWith("/bin/sh\0"u8);

    private static bool IsShellOrWrapper(string program) => program is "/bin/sh" or "setsid" or "nsenter";

    private bool WritesLog(int pid) => PointsToLog($"/proc/{pid}/fd/1") || PointsToLog($"/proc/{pid}/fd/2");

    private bool PointsToLog(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName == _log;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or it isn't ours to look at.
            return null;
        }
    }

    private static void Send(ProcessStat process, ProcessSignal signal)
    {
        // The pid may have become another's since; then this isn't the process that was found.
        if (
            Read($"/proc/{process.Pid}/stat") is { } stat
            && ProcessStat.Parse(Encoding.UTF8.GetString(stat))?.StartTicks == process.StartTicks
        )
        {
            UnixSignals.Send(process.Pid, signal);
        }
    }
}
