using System.Diagnostics;

namespace NodeTasker.Cli.Demo;

/// <summary>The programs that a demo runs as processes, delivered beside this one.</summary>
internal static class DemoProgram
{
    /// <summary>The path of <paramref name="program"/> in <paramref name="folder"/>.</summary>
    /// <exception cref="CommandException">It is not there.</exception>
    public static string Find(string folder, string program, string what)
    {
        var path = Path.Combine(folder, program);
        return File.Exists(path)
            ? path
            : throw new CommandException(ExitCodes.Usage, $"{path} is missing; `demo` starts {what}, so put {program} beside node-tasker");
    }

    /// <summary>Starts it with its output in <paramref name="log"/>; it ends with the demo in <paramref name="folder"/>.</summary>
    public static Process Start(string executable, IReadOnlyList<string> arguments, string log, DemoFolder folder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        var start = new ProcessStartInfo(
            "setsid",
            ["sh", "-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "demo", log, executable, .. arguments]
        );
        return ChildProcess.Start(start.Marked(folder.Path));
    }
}
