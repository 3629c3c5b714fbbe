using System.Globalization;
using System.Text;

namespace NodeTasker.Rollouts;

/// <summary>The summary, between a plan and its ConfigMap <c>&lt;task&gt;-results</c>.</summary>
/// <remarks>
/// One key for each node (<see cref="SummaryLine"/>), and keys with an underscore, which no node's name has: <c>_run _status _message _summary _desired
/// _pending _running _succeeded _failed _cancelled _rejected _unknown _startTime _completionTime</c>. Past 900 KiB only the nodes that did not
/// succeed have a line, as far as they fit, and <c>_notListed</c> counts the others.
/// </remarks>
public static class SummaryCodec
{
    private const int MaxMessage = 16 * 1024;

    // Quotes, a colon and a comma for each entry.
    private const int Overhead = 8;

    /// <summary>The ConfigMap of <paramref name="summary"/>; ages are as of <paramref name="now"/>.</summary>
    public static TaskObject Encode(string task, RolloutSummary summary, DateTimeOffset now)
    {
        var data = new Dictionary<string, string>(summary.Nodes.Count + 16, StringComparer.Ordinal)
        {
            ["_run"] = summary.Run.Value,
            ["_status"] = summary.Status.ToString(),
            ["_summary"] = summary.Counts.ToString(),
        };
        if (summary.Message is { Length: > 0 } message)
            data["_message"] = message.Length > MaxMessage ? message[..MaxMessage] : message;
        if (summary.StartTime is { } start)
            data["_startTime"] = Rfc3339.Format(start);
        if (summary.CompletionTime is { } completion)
            data["_completionTime"] = Rfc3339.Format(completion);
        foreach (var (key, count) in CountsOf(summary.Counts))
            data[key] = count.ToString(CultureInfo.InvariantCulture);

        AddLines(data, summary.Nodes, now);
        return new(TaskObject.LabelsOf(task, WellKnown.SummaryComponent), data);
    }

    /// <summary>Reads it back without the ages; on false <paramref name="error"/> says what is wrong.</summary>
    public static bool TryDecode(IReadOnlyDictionary<string, string> data, out RolloutSummary summary, out string error) =>
        TryDecode(data, null, out summary, out error);

    /// <summary>Reads it back; on false <paramref name="error"/> says what is wrong. Ages become times as of <paramref name="now"/>, and are left out where that is null.</summary>
    public static bool TryDecode(
        IReadOnlyDictionary<string, string> data,
        DateTimeOffset? now,
        out RolloutSummary summary,
        out string error
    )
    {
        summary = null!;
        error = "";
        var numbers = new int[8];
        var counts = CountsOf(new(0, 0, 0, 0, 0, 0, 0, 0));
        for (var at = 0; at < numbers.Length; at++)
        {
            if (!int.TryParse(data.GetValueOrDefault(counts[at].Key), NumberStyles.None, CultureInfo.InvariantCulture, out numbers[at]))
                return Fails(counts[at].Key, out error);
        }

        if (!data.TryGetValue("_run", out var run))
            return Fails("_run", out error);
        var status = Array.IndexOf(Enum.GetNames<RolloutStatus>(), data.GetValueOrDefault("_status"));
        if (status < 0)
            return Fails("_status", out error);

        var nodes = new List<NodeProgress>(data.Count);
        foreach (var (key, value) in data)
        {
            if (key.StartsWith('_'))
                continue;
            if (!SummaryLine.TryParse(key, value, now, out var node))
                return Fails(key, out error);
            nodes.Add(node);
        }

        nodes.Sort((left, right) => NaturalOrder.Instance.Compare(left.Node, right.Node));
        summary = new RolloutSummary(
            new RunId(run),
            Enum.GetValues<RolloutStatus>()[status],
            data.GetValueOrDefault("_message"),
            nodes,
            new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7])
        )
        {
            StartTime = TimeOf("_startTime"),
            CompletionTime = TimeOf("_completionTime"),
        };
        return true;

        DateTimeOffset? TimeOf(string key) =>
            data.TryGetValue(key, out var text) && Rfc3339.TryParse(text, out var time, out _) ? time : null;

        bool Fails(string key, out string error)
        {
            error = data.TryGetValue(key, out var value)
                ? $"the key '{Shown.Of(key)}' has the bad value '{Shown.Of(value)}'"
                : $"the key '{key}' is missing";
            return false;
        }
    }

    private static (string Key, int Count)[] CountsOf(PhaseCounts counts) =>
        [
            ("_desired", counts.Desired),
            ("_pending", counts.Pending),
            ("_running", counts.Running),
            ("_succeeded", counts.Succeeded),
            ("_failed", counts.Failed),
            ("_cancelled", counts.Cancelled),
            ("_rejected", counts.Rejected),
            ("_unknown", counts.Unknown),
        ];

    private static void AddLines(Dictionary<string, string> data, IReadOnlyList<NodeProgress> nodes, DateTimeOffset now)
    {
        var left = TaskObject.MaxBytes - data.Sum(entry => SizeOf(entry.Key, entry.Value));
        var lines = nodes
            .Select(node => (node.Node, IsSuccess: node.Phase == NodePhase.Succeeded, Text: SummaryLine.Of(node, now)))
            .ToList();
        var areTooMany = lines.Sum(line => (long)SizeOf(line.Node, line.Text)) > left;
        var notListed = 0;
        foreach (var (node, isSuccess, text) in lines)
        {
            var size = SizeOf(node, text);
            if (areTooMany && (isSuccess || size > left))
            {
                notListed++;
                continue;
            }

            left -= size;
            data[node] = text;
        }

        if (notListed > 0)
            data["_notListed"] = notListed.ToString(CultureInfo.InvariantCulture);
    }

    private static int SizeOf(string key, string value) => key.Length + Encoding.UTF8.GetByteCount(value) + Overhead;
}
