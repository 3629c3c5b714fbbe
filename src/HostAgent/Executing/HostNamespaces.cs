using System.Globalization;

namespace NodeTasker.HostAgent.Executing;

/// <summary>The host as seen through one of its processes: whose namespaces scripts enter.</summary>
/// <param name="Pid">That process; 0 enters none.</param>
internal sealed record HostNamespaces(int Pid)
{
    /// <summary>The host's own /proc, whose process ids the supervisor records.</summary>
    public string Proc => ProcOf(Pid);

    /// <summary>Which boot of the host this is, as its kernel gives it.</summary>
    public string BootId => (_bootId ??= ReadBootId(Pid)) ?? "unknown";

    private string? _bootId;

    /// <summary>
    /// The arguments that start <paramref name="command"/> in these namespaces, in a session of its own. <c>--pid</c> makes
    /// nsenter fork, so it is there only where the agent is in another PID namespace.
    /// </summary>
    public IReadOnlyList<string> Enter(IReadOnlyList<string> command) =>
        Pid == 0
            ? ["setsid", .. command]
            :
            [
                "setsid",
                "nsenter",
                "--target",
                Pid.ToString(CultureInfo.InvariantCulture),
                "--mount",
                "--uts",
                "--ipc",
                "--net",
                "--cgroup",
                .. IsInOtherPidNamespace() ? ["--pid"] : Array.Empty<string>(),
                "--",
                .. command,
            ];

    private static string ProcOf(int pid) => pid == 0 ? "/proc" : string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/root/proc");

    private static string? ReadBootId(int pid)
    {
        try
        {
            return File.ReadAllText(ProcOf(pid) + "/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Such a host cannot be entered either; the preflight says so.
            return null;
        }
    }

    private bool IsInOtherPidNamespace() =>
        Link("/proc/self/ns/pid") is { } own && Link($"/proc/{Pid}/ns/pid") is { } theirs && own != theirs;

    private static string? Link(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: false)?.Name;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
