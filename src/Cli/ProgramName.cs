using System.Text;

namespace NodeTasker.Cli;

/// <summary>How the operator calls this program, for hints that can be pasted.</summary>
internal static class ProgramName
{
    private const string Plugin = "kubectl-node_tasker";

    /// <summary><c>node-tasker</c>, or <c>kubectl node-tasker</c> as kubectl's plugin.</summary>
    public static string Shown { get; } = Of(OwnPath());

    /// <summary>The name of a program that was started as <paramref name="path"/> says.</summary>
    public static string Of(string? path) =>
        Path.GetFileName(path ?? "").StartsWith(Plugin, StringComparison.Ordinal) ? "kubectl node-tasker" : "node-tasker";

    // The plugin is a link to this program, and .NET only tells where the link leads to.
    private static string? OwnPath()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline")).Split('\0')[0];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only a hint reads worse.
        }

        return Environment.ProcessPath;
    }
}
