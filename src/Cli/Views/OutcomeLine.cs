using NodeTasker.Cli.Results;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Views;

/// <summary>One node in one line, as in <c>&lt;task&gt;-results</c>: <c>worker-1: Succeeded exitCode=0 duration=1.204s</c>.</summary>
internal static class OutcomeLine
{
    /// <summary>The line, without an end of line.</summary>
    public static string Render(NodeOutcome outcome) => $"{outcome.Node}: {Describe(outcome)}";

    private static string Describe(NodeOutcome outcome)
    {
        if (outcome.Record is not { } record)
            return outcome.Trouble is { } trouble ? $"Unknown ({trouble})" : "no result yet";

        var words = new List<string> { record.Phase.ToString() };
        if (record.Reason is { Length: > 0 } reason)
            words.Add(reason);
        if (record.ExitCode is { } code)
            words.Add($"exitCode={code}");
        if (record.Signal is { } signal)
            words.Add($"signal={signal}");
        if (record.Duration is { } duration)
            words.Add($"duration={Duration.Format(duration)}");
        if (outcome.Trouble is { } lost)
            words.Add($"({lost})");
        return string.Join(' ', words);
    }
}
