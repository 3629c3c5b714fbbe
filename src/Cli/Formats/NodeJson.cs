using System.Text.Json.Nodes;
using NodeTasker.Cli.Following;
using NodeTasker.Cli.Results;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Formats;

/// <summary>Rollouts, nodes and results as JSON. What is not known is left out.</summary>
internal static class NodeJson
{
    /// <summary>The members of a rollout but its nodes.</summary>
    public static void AddRollout(JsonObject document, Progress progress)
    {
        document["run"] = progress.Run.Value;
        document["status"] = progress.Status.ToString();
        Add(document, "message", progress.Message);
        document["summary"] = progress.Counts.ToString();
        document["counts"] = Counts(progress.Counts);
    }

    /// <summary>How many nodes are where.</summary>
    public static JsonObject Counts(PhaseCounts counts) =>
        new()
        {
            ["desired"] = counts.Desired,
            ["pending"] = counts.Pending,
            ["running"] = counts.Running,
            ["succeeded"] = counts.Succeeded,
            ["failed"] = counts.Failed,
            ["cancelled"] = counts.Cancelled,
            ["rejected"] = counts.Rejected,
            ["unknown"] = counts.Unknown,
        };

    /// <summary>How a node stands.</summary>
    public static JsonObject Of(NodeProgress node)
    {
        var json = new JsonObject { ["node"] = node.Node, ["phase"] = node.Phase.ToString() };
        Add(json, "reason", node.Reason);
        Add(json, "exitCode", node.ExitCode);
        Add(json, "duration", node.Duration is { } duration ? Duration.Format(duration) : null);
        Add(json, "since", node.HasEnded || node.Since is not { } since ? null : Rfc3339.Format(since));
        return json;
    }

    /// <summary>A node's result, all of it.</summary>
    public static JsonObject Of(RunRecord record)
    {
        var json = new JsonObject
        {
            ["node"] = record.Node,
            ["run"] = record.Run.Value,
            ["phase"] = record.Phase.ToString(),
        };
        AddRecord(json, record);
        return json;
    }

    /// <summary>How a node stands, with its result where there is one.</summary>
    public static JsonObject Of(NodeOutcome outcome)
    {
        var json = Of(outcome.Progress);
        if (outcome.Record is { } record)
            AddRecord(json, record);
        else
            Add(json, "message", outcome.Trouble);
        return json;
    }

    private static void AddRecord(JsonObject json, RunRecord record)
    {
        Add(json, "reason", record.Reason);
        Add(json, "message", record.Message);
        Add(json, "exitCode", record.ExitCode);
        Add(json, "signal", record.Signal);
        Add(json, "attempt", record.Attempt > 0 ? record.Attempt : null);
        Add(json, "startTime", record.StartTime is { } start ? Rfc3339.Format(start) : null);
        Add(json, "completionTime", record.CompletionTime is { } completion ? Rfc3339.Format(completion) : null);
        Add(json, "duration", record.Duration is { } duration ? Duration.Format(duration) : null);
        Add(json, "output", record.Output);
        if (record.Attempt > 0)
            json["outputBytes"] = record.OutputBytes;
        if (record.Attempt > 0)
            json["outputTruncated"] = record.OutputTruncated;
        Add(json, "logPath", record.LogPath);
        Add(json, "signedBy", record.SignedBy);
    }

    private static void Add(JsonObject json, string member, string? value)
    {
        if (value is not null)
            json[member] = value;
    }

    private static void Add(JsonObject json, string member, int? value)
    {
        if (value is { } number)
            json[member] = number;
    }
}
