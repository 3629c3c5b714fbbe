using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NodeTasker.Bench.Latency;

/// <summary>From the write to the script, and from the script to its result; the floor of each beside it.</summary>
internal static class LatencyTable
{
    private const int WarmUp = 50;

    public static async Task<string> MeasureAsync(BenchCluster cluster, CancellationToken cancellationToken)
    {
        var means = await MeansAsync(cluster, cancellationToken);
        var floor = await FloorOfStartAsync(cluster, cancellationToken);
        var echo = await FloorOfResultAsync(cluster, cancellationToken);
        var (start, result, whole) = await AgentAsync(cluster, cancellationToken);
        return $"""

            {cluster.Server.Kind}, launcher {cluster.Options.Launcher}, {cluster.Options.Count} runs, milliseconds                                         p50      p99      max
            {start}
            {floor}
            {result}
            {echo}
            {whole}
            {means}
            """;
    }

    private static async Task<(Samples Start, Samples Result, Samples Whole)> AgentAsync(
        BenchCluster cluster,
        CancellationToken cancellationToken
    )
    {
        var start = new Samples("write acknowledged -> script's first instruction");
        var result = new Samples("script's last instruction -> result readable in the API");
        var whole = new Samples("write sent -> result readable in the API");
        await using var agent = cluster.StartAgent();
        await agent.WaitReadyAsync(cancellationToken);
        await using var results = new WatchedEvents(
            cluster.Api,
            BenchCluster.ConfigMaps,
            $"node-tasker-results-{BenchCluster.Node}",
            cancellationToken
        );
        for (var run = -WarmUp; run < cluster.Options.Count; run++)
        {
            var sent = Stopwatch.GetTimestamp();
            await cluster.WriteAsync(
                "node-tasker",
                new JsonObject
                {
                    ["task"] = $"#!/bin/sh\necho start{run} > {cluster.Fifo.Path}\necho run{run}\necho end{run} > {cluster.Fifo.Path}\n",
                },
                cancellationToken
            );
            var acknowledged = Stopwatch.GetTimestamp();
            var first = await cluster.Fifo.WaitAsync($"start{run}", cancellationToken);
            var last = await cluster.Fifo.WaitAsync($"end{run}", cancellationToken);
            var readable = await results.WaitAsync(
                watched => (string?)watched["data"]?["output"] == $"run{run}\n" && (string?)watched["data"]?["phase"] == "Succeeded",
                cancellationToken
            );
            if (run < 0)
                continue;
            start.Add(acknowledged, first);
            result.Add(last, readable);
            whole.Add(sent, readable);
        }

        return (start, result, whole);
    }

    private static async Task<Samples> FloorOfStartAsync(BenchCluster cluster, CancellationToken cancellationToken)
    {
        var samples = new Samples("  floor: a bare watch that starts a bare nsenter ... sh on each event");
        await using var watch = new WatchedEvents(cluster.Api, BenchCluster.ConfigMaps, "node-tasker", cancellationToken);
        for (var run = -WarmUp; run < cluster.Options.Count; run++)
        {
            var seen = watch.WaitAsync(watched => (string?)watched["data"]?["nonce"] == $"{run}", cancellationToken);
            var starting = StartOnAsync(seen, cluster, $"floor{run}");
            await cluster.WriteAsync("node-tasker", new JsonObject { ["nonce"] = $"{run}" }, cancellationToken);
            var acknowledged = Stopwatch.GetTimestamp();
            var first = await cluster.Fifo.WaitAsync($"floor{run}", cancellationToken);
            using var process = await starting;
            await process.WaitForExitAsync(cancellationToken);
            if (run >= 0)
                samples.Add(acknowledged, first);
        }

        return samples;
    }

    private static async Task<Process> StartOnAsync(Task<long> seen, BenchCluster cluster, string line)
    {
        await seen;
        string[] shell = ["sh", "-c", $"echo {line} > {cluster.Fifo.Path}"];
        return cluster.HostPid is { } pid
            ? Process.Start("nsenter", ["--target", $"{pid}", "--mount", "--uts", "--ipc", "--net", "--cgroup", "--pid", .. shell])
            : Process.Start("sh", shell[1..]);
    }

    private static async Task<Samples> FloorOfResultAsync(BenchCluster cluster, CancellationToken cancellationToken)
    {
        var samples = new Samples("  floor: a bare write of a ConfigMap -> seen by a bare watch");
        await using var watch = new WatchedEvents(cluster.Api, BenchCluster.ConfigMaps, "node-tasker", cancellationToken);
        for (var run = -WarmUp; run < cluster.Options.Count; run++)
        {
            var seen = watch.WaitAsync(watched => (string?)watched["data"]?["nonce"] == $"echo{run}", cancellationToken);
            var sent = Stopwatch.GetTimestamp();
            await cluster.WriteAsync("node-tasker", new JsonObject { ["nonce"] = $"echo{run}" }, cancellationToken);
            var arrived = await seen;
            if (run >= 0)
                samples.Add(sent, arrived);
        }

        return samples;
    }

    private static async Task<Samples> MeansAsync(BenchCluster cluster, CancellationToken cancellationToken)
    {
        var samples = new Samples("  own cost of the means: a line through the named pipe");
        for (var n = -WarmUp; n < cluster.Options.Count; n++)
        {
            var said = cluster.Fifo.Say($"means{n}");
            var heard = await cluster.Fifo.WaitAsync($"means{n}", cancellationToken);
            if (n >= 0)
                samples.Add(said, heard);
        }

        return samples;
    }
}
