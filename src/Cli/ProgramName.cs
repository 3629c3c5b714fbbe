namespace NodeTasker.Cli;

/// <summary>How the operator calls this program, for hints that can be pasted.</summary>
internal static class ProgramName
{
    private const string Plugin = "kubectl-node_tasker";

    /// <summary><c>node-tasker</c>, or <c>kubectl node-tasker</c> as kubectl's plugin.</summary>
    public static string Shown { get; } = Of(Environment.GetCommandLineArgs()[0], Environment.ProcessPath);

    /// <summary>The name of a program that was started as <paramref name="paths"/> say.</summary>
    public static string Of(params IEnumerable<string?> paths) =>
        paths.Any(path => Path.GetFileName(path ?? "").StartsWith(Plugin, StringComparison.Ordinal)) ? "kubectl node-tasker" : "node-tasker";
}
