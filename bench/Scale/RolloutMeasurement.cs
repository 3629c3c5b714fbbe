using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NodeTasker.Bench.Scale;

/// <summary>One rollout over all nodes: how long it takes, how soon the summary has it, and what it costs.</summary>
/// <param name="Text">That, to be read.</param>
/// <param name="Problem">What must not be: a wrong summary, a start too many, a summary that comes late; null when all is well.</param>
internal sealed record RolloutMeasurement(string Text, string? Problem)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(1);

    public static async Task<RolloutMeasurement> MeasureAsync(
        ScaleCluster cluster,
        ControllerProcess controller,
        string name,
        JsonObject options,
        CancellationToken cancellationToken
    )
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Longest);
        var startsBefore = cluster.Agents.Starts.Count;
        var runBefore = (string?)
            (await cluster.Api.GetAsync($"{ScaleCluster.ConfigMaps}/node-tasker-results", bound.Token))?["data"]?["_run"];
        var cpuBefore = CpuOf(controller);
        var data = options.DeepClone().AsObject();
        data["task"] = "#!/bin/sh\necho hello\n";
        data["nonce"] = name;

        var start = Stopwatch.GetTimestamp();
        await cluster.SetTaskAsync(data, bound.Token);
        var acknowledged = Stopwatch.GetTimestamp();
        var (complete, at) = await UnlessEndedAsync(controller, CompleteAsync(cluster, runBefore, bound.Token), bound.Token);
        var last = cluster.Agents.LastResultAt;
        var cpu = CpuOf(controller) - cpuBefore;

        var problem = ProblemOf(cluster, complete, startsBefore)
            ?? (Stopwatch.GetElapsedTime(last, at) > LongestLag ? $"SUMMARY LATE, {Milliseconds(last, at)} after the last result" : null);

        return new(
            $"""
              {name}: {problem ?? "summary correct"}: {(string?)complete["_summary"]}
                whole rollout {Seconds(start, at)}, of it until the last result {Seconds(
                acknowledged,
                last
            )}; the summary had it {Milliseconds(last, at)} later
                controller: {cpu.TotalSeconds:0.0} s of CPU, {ProcessTable.StatusBytes(controller.ProcessId, "VmHWM")
                / 1048576.0:0.0} MiB resident at most
            """,
            problem is null ? null : $"{name}: {problem}"
        );
    }

    /// <summary>Follows the summary until it is complete for another run; returns its data and when they arrived.</summary>
    private static async Task<(JsonObject Data, long At)> CompleteAsync(
        ScaleCluster cluster,
        string? runBefore,
        CancellationToken cancellationToken
    )
    {
        await foreach (
            var line in cluster.Api.WatchAsync(
                $"{ScaleCluster.ConfigMaps}?watch=true&fieldSelector=metadata.name%3Dnode-tasker-results",
                cancellationToken
            )
        )
        {
            var at = Stopwatch.GetTimestamp();
            if (line["object"]?["data"] is JsonObject data && (string?)data["_run"] != runBefore && (string?)data["_status"] == "Complete")
                return (data, at);
        }

        throw new IOException("The watch of the summary ended.");
    }

    private static async Task<T> UnlessEndedAsync<T>(ControllerProcess controller, Task<T> work, CancellationToken cancellationToken)
    {
        while (!work.IsCompleted)
        {
            if (controller.HasExited)
                throw new InvalidOperationException($"The controller has ended:\n{controller.Log}");
            await Task.WhenAny(work, Task.Delay(100, cancellationToken));
        }

        return await work;
    }

    private static string? ProblemOf(ScaleCluster cluster, JsonObject summary, int startsBefore)
    {
        var lines = summary.Where(entry => !entry.Key.StartsWith('_')).ToList();
        var good = lines.Count(line => ((string?)line.Value)!.StartsWith("Succeeded exitCode=0 ", StringComparison.Ordinal));
        var expected = cluster.Nodes.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return lines.Count != cluster.Nodes || good != cluster.Nodes ? $"SUMMARY WRONG, {lines.Count} lines, {good} good"
            : (string?)summary["_desired"] != expected || (string?)summary["_succeeded"] != expected ? "COUNTS WRONG"
            : cluster.Agents.Starts.Count - startsBefore != cluster.Nodes ? $"STARTS WRONG: {cluster.Agents.Starts.Count - startsBefore}"
            : null;
    }

    private static TimeSpan CpuOf(ControllerProcess controller)
    {
        using var process = Process.GetProcessById(controller.ProcessId);
        return process.TotalProcessorTime;
    }

    private static string Seconds(long from, long to) => $"{Stopwatch.GetElapsedTime(from, to).TotalSeconds:0.00} s";

    private static string Milliseconds(long from, long to) => $"{Stopwatch.GetElapsedTime(from, to).TotalMilliseconds:0} ms";
}
