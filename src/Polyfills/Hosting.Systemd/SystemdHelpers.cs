using System.Globalization;
using System.Runtime.InteropServices;

namespace Microsoft.Extensions.Hosting.Systemd;

/// <summary>Answers who started this process.</summary>
public static partial class SystemdHelpers
{
    private static readonly Lazy<bool> s_isSystemdService = new(Detect);

    /// <summary>Whether it was systemd; found out once per process.</summary>
    public static bool IsSystemdService() => s_isSystemdService.Value;

    private static bool Detect()
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsBrowser())
            return false;

        // The service manager of a container's only process is outside the PID namespace: there's no parent to look at.
        if (Environment.ProcessId == 1 && (IsSet("NOTIFY_SOCKET") || IsSet("LISTEN_PID")))
            return true;

        try
        {
            var parent = GetParentProcessId().ToString(CultureInfo.InvariantCulture);
            return File.ReadAllBytes($"/proc/{parent}/comm").AsSpan().SequenceEqual("systemd\n"u8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParentProcessId();
}
