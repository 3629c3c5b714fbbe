namespace NodeTasker.Bench.Latency;

/// <summary>What an agent that has run a few tasks keeps when it has nothing to do.</summary>
internal static class IdleMemory
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    public static async Task<string> MeasureAsync(BenchCluster cluster, CancellationToken cancellationToken)
    {
        await using var agent = cluster.StartAgent();
        await agent.WaitReadyAsync(cancellationToken);
        for (var run = 0; run < 5; run++)
        {
            await cluster.WriteAsync(
                "node-tasker",
                new() { ["task"] = $"#!/bin/sh\necho ran{run} > {cluster.Fifo.Path}\n" },
                cancellationToken
            );
            await cluster.Fifo.WaitAsync($"ran{run}", cancellationToken);
        }

        await Task.Delay(Rest, cancellationToken);
        var resident = ProcessTable.StatusBytes(agent.ProcessId, "VmRSS") / 1048576.0;
        var peak = ProcessTable.StatusBytes(agent.ProcessId, "VmHWM") / 1048576.0;
        return $"{cluster.Server.Kind} ({cluster.Server.Url.Scheme}), {cluster.Options.Agent}: idle {resident:0.0} MiB resident, peak {peak:0.0} MiB";
    }
}
