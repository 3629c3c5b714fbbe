using System.Text;
using NodeTasker.Cli.Results;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Views;

/// <summary>What the nodes wrote; nodes that ended alike and wrote the same share a block. What did not succeed comes first.</summary>
internal static class FoldedOutput
{
    /// <summary>The blocks, with an empty line between them.</summary>
    public static string Render(IReadOnlyList<NodeOutcome> outcomes) =>
        string.Join(
            '\n',
            outcomes
                .GroupBy(ContentOf)
                .OrderBy(block => block.Key.Phase == NodePhase.Succeeded)
                .Select(block => Block(block.Key, [.. block]))
        );

    private static Content ContentOf(NodeOutcome outcome) =>
        new(
            outcome.Progress.Phase,
            outcome.Record?.Reason,
            outcome.Record?.ExitCode,
            outcome.Record?.Signal,
            outcome.Trouble ?? MessageOf(outcome.Record),
            outcome.Record?.Output,
            outcome.Record?.OutputTruncated ?? false,
            outcome.Record?.OutputBytes ?? 0
        );

    private static string Block(Content content, IReadOnlyList<NodeOutcome> nodes)
    {
        var text = new StringBuilder($"----- {NodeList.Compress(nodes.Select(node => node.Node))}");
        text.Append(nodes.Count > 1 ? $" ({nodes.Count} nodes)" : "").Append(": ").Append(EndOf(content)).Append(" -----\n");

        if (content.Message is { Length: > 0 } message)
            AppendLines(text, message);

        if (content.Output is { Length: > 0 } output)
            AppendLines(text, output);
        else if (content.Message is null or "")
            text.Append("(no output)\n");

        if (content.IsTruncated)
            text.Append($"({content.Bytes} bytes in all; the whole of it is on {WhereLogsAre(nodes)})\n");

        return text.ToString();
    }

    private static void AppendLines(StringBuilder text, string lines) => text.Append(lines).Append(lines.EndsWith('\n') ? "" : "\n");

    // With an exit code the head of the block has said it all.
    private static string? MessageOf(RunRecord? record) => record?.Reason == FailureReason.NonZeroExit ? null : record?.Message;

    private static string EndOf(Content content)
    {
        var end = new StringBuilder(content.Phase.ToString());
        if (content.Reason is { Length: > 0 } reason)
            end.Append($" ({reason})");
        if (content.ExitCode is { } code)
            end.Append($", exit code {code}");
        if (content.Signal is { } signal)
            end.Append($", signal {signal}");
        return end.ToString();
    }

    private static string WhereLogsAre(IReadOnlyList<NodeOutcome> nodes) =>
        nodes is [{ Record.LogPath: { } path } only] ? $"{only.Node} in {path}" : "each node in the logPath of its result";

    private sealed record Content(
        NodePhase Phase,
        string? Reason,
        int? ExitCode,
        int? Signal,
        string? Message,
        string? Output,
        bool IsTruncated,
        long Bytes
    );
}
