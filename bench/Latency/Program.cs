using NodeTasker.Bench;
using NodeTasker.Bench.Latency;

if (!BenchOptions.TryParse(args, out var options, out var problem))
{
    await Console.Error.WriteLineAsync($"{problem}\n{BenchOptions.Usage}");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    Console.WriteLine(
        $"{MachineFacts.Describe()}, {(Environment.IsPrivilegedProcess ? "root: scripts are entered into a host's own namespaces" : "not root: scripts are started directly, without nsenter")}"
    );
    foreach (var kind in options.Servers)
    {
        if (ApiServer.WhyUnavailable(kind) is { } reason)
        {
            Console.WriteLine($"\n{kind}: skipped. {reason}");
            continue;
        }

        await using var bench = await BenchCluster.StartAsync(kind, options, stop.Token);
        if (options.Idle)
            Console.WriteLine(await IdleMemory.MeasureAsync(bench, stop.Token));
        else
            Console.WriteLine(await LatencyTable.MeasureAsync(bench, stop.Token));
    }

    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
