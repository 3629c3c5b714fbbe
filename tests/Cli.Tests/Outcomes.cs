using NodeTasker.Cli.Results;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Tests;

/// <summary>Results to show, in a word.</summary>
internal static class Outcomes
{
    public static readonly RunId Run = new("0123456789ab");

    public static RunRecord Record(string node, RunPhase phase, string? output = null) =>
        new()
        {
            Task = "node-tasker",
            Node = node,
            Run = Run,
            Phase = phase,
            Attempt = 1,
            Output = output,
            OutputBytes = output?.Length ?? 0,
        };

    public static NodeOutcome Succeeded(string node, string? output = null) =>
        NodeOutcome.Of(Record(node, RunPhase.Succeeded, output) with { ExitCode = 0, Duration = TimeSpan.FromMilliseconds(1204) });

    public static NodeOutcome Failed(string node, int exitCode, string? output = null) =>
        NodeOutcome.Of(
            Record(node, RunPhase.Failed, output) with
            {
                Reason = FailureReason.NonZeroExit,
                ExitCode = exitCode,
                Duration = TimeSpan.FromSeconds(2),
            }
        );

    public static NodeOutcome Rejected(string node, string message) =>
        NodeOutcome.Of(Record(node, RunPhase.Rejected) with { Message = message });

    public static NodeOutcome Waiting(string node) => new(new NodeProgress(node, NodePhase.Pending), null);

    public static NodeOutcome Lost(string node) => new(new NodeProgress(node, NodePhase.Unknown, "NodeLost"), null);
}
