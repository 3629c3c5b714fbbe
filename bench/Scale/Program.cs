using System.Text.Json.Nodes;
using NodeTasker.Bench;
using NodeTasker.Bench.Scale;

if (!ScaleOptions.TryParse(args, out var options, out var problem))
{
    await Console.Error.WriteLineAsync($"{problem}\n{ScaleOptions.Usage}");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var problems = new List<string>();
try
{
    Console.WriteLine(MachineFacts.Describe());
    foreach (var kind in options.Servers)
    {
        if (ApiServer.WhyUnavailable(kind) is { } reason)
        {
            Console.WriteLine($"\n{kind}: skipped. {reason}");
            continue;
        }

        Console.WriteLine($"\n{kind}, {options.Nodes} nodes");
        await using (var cluster = await ScaleCluster.StartAsync(kind, options.Nodes, stop.Token))
        {
            await using var controller = await cluster.StartControllerAsync(options, stop.Token);
            Tell(await RolloutMeasurement.MeasureAsync(cluster, controller, "ungated", [], stop.Token));
            Tell(
                await RolloutMeasurement.MeasureAsync(
                    cluster,
                    controller,
                    "parallelism=10%",
                    new JsonObject { ["parallelism"] = "10%" },
                    stop.Token
                )
            );
            Console.WriteLine(
                await CliMeasurement.MeasureAsync(
                    "status",
                    options.Cli,
                    ["status", "--kubeconfig", cluster.Kubeconfig, "-n", ScaleCluster.Namespace],
                    stop.Token
                )
            );
        }

        await using (var small = await ScaleCluster.StartAsync(kind, 3, stop.Token))
        {
            await using var controller = await small.StartControllerAsync(options, stop.Token);
            Tell(await RolloutMeasurement.MeasureAsync(small, controller, "ungated, 3 nodes", [], stop.Token));
            Console.WriteLine(
                await CliMeasurement.MeasureAsync(
                    "status of 3 nodes",
                    options.Cli,
                    ["status", "--kubeconfig", small.Kubeconfig, "-n", ScaleCluster.Namespace],
                    stop.Token
                )
            );
        }
    }

    Console.WriteLine(await CliMeasurement.MeasureAsync("--help", options.Cli, ["--help"], stop.Token));
    Console.WriteLine($"load {MachineFacts.Load} at the end");
    foreach (var wrong in problems)
        await Console.Error.WriteLineAsync(wrong);
    return problems.Count == 0 ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}

void Tell(RolloutMeasurement measurement)
{
    Console.WriteLine(measurement.Text);
    if (measurement.Problem is not null)
        problems.Add(measurement.Problem);
}
