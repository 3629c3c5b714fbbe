using System.ComponentModel;
using System.Diagnostics;

namespace NodeTasker.Cli.Demo;

/// <summary>Starts the programs that a demo needs.</summary>
internal static class ChildProcess
{
    /// <summary>Starts <paramref name="start"/>, in a session of its own where that begins with <c>setsid</c>: then Ctrl-C is not for it.</summary>
    /// <exception cref="CommandException">The program is not there.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new CommandException(
                ExitCodes.Usage,
                $"cannot start {start.FileName}: {e.Message}; `demo` needs it (setsid, unshare and nsenter are in the package util-linux)"
            );
        }
    }

    /// <summary>Marks what <paramref name="start"/> starts as a member of the demo in <paramref name="folder"/>, and keeps the caller's agent options from it.</summary>
    public static ProcessStartInfo Marked(this ProcessStartInfo start, string folder)
    {
        foreach (var option in start.Environment.Keys.Where(name => name.StartsWith("NODE_TASKER_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(option);

        start.Environment[DemoFolder.MarkerVariable] = folder;
        return start;
    }
}
