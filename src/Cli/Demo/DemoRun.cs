using NodeTasker.Cli.Formats;
using NodeTasker.Cli.Running;
using NodeTasker.Cli.Tasks;
using NodeTasker.Cli.Views;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Demo;

/// <summary>The whole product on this machine: a cluster, nodes, and then what <c>run</c> does; then nothing is left.</summary>
internal sealed class DemoRun(DemoOptions options, CommandContext context)
{
    /// <summary>Runs the demo and returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw new CommandException(ExitCodes.Usage, "`demo` needs Linux: its nodes are this machine's processes");

        var error = context.Streams.Error;
        var content = TaskContent.Of(
            options.Script is { } script ? await ScriptText.ReadAsync(script, context.Streams.In, cancellationToken) : EmbeddedScripts.Hello
        );
        var spec = CheckedTask.Of(content.ToDocument(WellKnown.DefaultTask), ScriptText.NameOf(options.Script ?? "hello.sh"));
        await error.WriteLineAsync($"Starting a local cluster with {options.Nodes} node{(options.Nodes == 1 ? "" : "s")} …");

        // Disposed in reverse: the nodes end while the cluster still answers, and the cluster has no open watch to wait for.
        await using var cluster = await DemoCluster.StartAsync(context.Time, cancellationToken);
        await using var folder = await DemoFolder.CreateAsync(error);
        var setUp = cluster.SetUpAsync(folder.Kubeconfig, options.NodeNames, cancellationToken);
        using var nodes = await DemoNodes.StartAsync(options.NodeNames, folder, setUp, error, cancellationToken);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var agents = nodes.Agents.Select(agent => agent.KeepRunningAsync(context.Time, stop.Token)).ToList();
        try
        {
            var run = new TaskRun(cluster.Access, context, options.Run, OutputFormat.Table);
            var code = await run.RunAsync(content, spec, cancellationToken);
            foreach (var end in nodes.Agents.Select(agent => agent.LastEnd).OfType<string>())
                await error.WriteLineAsync(end);
            if (options.Keep)
                await StayUpAsync(folder, cancellationToken);
            return code;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(agents).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StayUpAsync(DemoFolder folder, CancellationToken cancellationToken)
    {
        await context.Streams.Error.WriteAsync(KubectlHints.Render(folder.Kubeconfig, options.NodeNames[0]));
        await context.Streams.Error.FlushAsync(cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
