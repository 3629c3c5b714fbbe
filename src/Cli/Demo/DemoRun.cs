using System.Threading.Channels;
using NodeTasker.Cli.Results;
using NodeTasker.Cli.Views;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Demo;

/// <summary>The whole product on this machine: a cluster, nodes, a task, its results; then nothing is left.</summary>
internal sealed class DemoRun(DemoOptions options, CommandStreams streams, TimeProvider time)
{
    /// <summary>Runs the demo and returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw new CommandException(ExitCodes.Usage, "`demo` needs Linux: its nodes are this machine's processes");

        var task = await DemoScript.ReadAsync(options.Script, streams.In, cancellationToken);
        await streams.Error.WriteLineAsync($"Starting a local cluster with {options.Nodes} node{(options.Nodes == 1 ? "" : "s")} …");

        // Disposed in reverse: the nodes end while the cluster still answers, and the cluster has no open watch to wait for.
        await using var cluster = await DemoCluster.StartAsync(time, cancellationToken);
        await using var folder = await DemoFolder.CreateAsync(streams.Error);
        var setUp = cluster.SetUpAsync(folder.Kubeconfig, options.NodeNames, cancellationToken);
        using var nodes = await DemoNodes.StartAsync(options.NodeNames, folder, setUp, streams.Error, cancellationToken);

        var rollout = await RollOutAsync(cluster, nodes, task, cancellationToken);
        var code = await ReportAsync(rollout);
        if (options.Keep)
            await StayUpAsync(folder, cancellationToken);

        return code;
    }

    private async Task<Rollout> RollOutAsync(DemoCluster cluster, DemoNodes nodes, TaskDocument task, CancellationToken cancellationToken)
    {
        var rollout = Rollout.Of(RunId.Of(task), options.NodeNames);
        var changes = Channel.CreateUnbounded<Func<Rollout, Rollout>>();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var patience = new CancellationTokenSource(
            options.WaitTimeout > TimeSpan.Zero ? options.WaitTimeout : Timeout.InfiniteTimeSpan,
            time
        );
        await using var _ = patience.Token.Register(waiting.Cancel);

        await cluster.SubmitAsync(task, cancellationToken);
        Task[] sources =
        [
            FollowResultsAsync(cluster, changes.Writer, waiting.Token),
            .. nodes.Agents.Select(agent => FollowAgentAsync(agent, changes.Writer, waiting.Token)),
        ];
        try
        {
            await Display()
                .ShowWhileAsync(rollout, async show =>
                {
                    await foreach (var change in changes.Reader.ReadAllAsync(waiting.Token))
                    {
                        rollout = change(rollout);
                        show(rollout);
                        if (rollout.IsComplete)
                            return;
                    }
                });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Waited long enough: what is known by now is the outcome.
        }
        finally
        {
            await waiting.CancelAsync();
            await Task.WhenAll(sources).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return rollout;
    }

    private async Task FollowResultsAsync(
        DemoCluster cluster,
        ChannelWriter<Func<Rollout, Rollout>> changes,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await new ResultWatch(cluster.Client, WellKnown.DefaultNamespace, WellKnown.DefaultTask, time).FollowAsync(
                record => changes.TryWrite(rollout => rollout.With(record)),
                cancellationToken
            );
        }
        catch (Exception e)
        {
            changes.TryComplete(e);
        }
    }

    private static async Task FollowAgentAsync(
        AgentProcess agent,
        ChannelWriter<Func<Rollout, Rollout>> changes,
        CancellationToken cancellationToken
    )
    {
        var end = await agent.WaitForEndAsync(cancellationToken);
        changes.TryWrite(rollout => rollout.WithTrouble(agent.Node, end));
    }

    private async Task<int> ReportAsync(Rollout rollout)
    {
        await streams.Out.WriteAsync(
            OutcomeTable.Render(rollout.Nodes) + '\n' + FoldedOutput.Render(rollout.Nodes) + '\n' + SummaryLine.Render(rollout.Nodes) + '\n'
        );
        await streams.Out.FlushAsync();
        if (rollout.IsComplete)
            return ExitCodes.Of(rollout.Nodes);

        await streams.Error.WriteLineAsync(
            $"Waited {Duration.Format(options.WaitTimeout)} and did not get every node's result; --wait-timeout sets how long."
        );
        return ExitCodes.WaitedTooLong;
    }

    private async Task StayUpAsync(DemoFolder folder, CancellationToken cancellationToken)
    {
        await streams.Error.WriteAsync(KubectlHints.Render(folder.Kubeconfig, options.NodeNames[0]));
        await streams.Error.FlushAsync(cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private IRolloutDisplay Display() => streams.IsLive ? new LiveDisplay(streams.Screen, time) : new MilestoneDisplay(streams.Error);
}
