using System.Globalization;

namespace NodeTasker.Testing;

/// <summary>What runs on this machine, from /proc.</summary>
public static class ProcessTable
{
    /// <summary>Processes whose command line, working directory or environment names <paramref name="path"/>: whatever was started from there.</summary>
    public static IReadOnlyList<(int Id, string CommandLine)> NamesPath(string path) =>
        [
            .. from directory in Directory.EnumerateDirectories("/proc")
            let id = int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
            where id > 0 && id != Environment.ProcessId
            let commandLine = Read($"{directory}/cmdline").Replace('\0', ' ').Trim()
            where
                commandLine.Contains(path, StringComparison.Ordinal)
                || WorkingDirectory(directory).StartsWith(path, StringComparison.Ordinal)
                || Read($"{directory}/environ").Contains(path, StringComparison.Ordinal)
            select (id, commandLine),
        ];

    /// <summary>A line of <c>/proc/PID/status</c> in bytes: <c>VmRSS</c>, <c>VmHWM</c>.</summary>
    public static long StatusBytes(int processId, string name)
    {
        var line = Read($"/proc/{processId}/status").Split('\n').Single(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string WorkingDirectory(string processDirectory)
    {
        try
        {
            return new FileInfo($"{processDirectory}/cwd").LinkTarget ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
