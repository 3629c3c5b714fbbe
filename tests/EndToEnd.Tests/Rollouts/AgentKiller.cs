namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>Kills agents at random, half of them while their scripts run, and starts them again.</summary>
internal sealed class AgentKiller(IReadOnlyList<AgentProcess> agents, RunStamps stamps, Random random)
{
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromSeconds(1);

    /// <summary>How many it has killed.</summary>
    public int Killed { get; private set; }

    /// <summary>Kills until <paramref name="work"/> is done; none is left dead then.</summary>
    public async Task WhileAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var killing = RunAsync(done.Token, cancellationToken);
        try
        {
            await work();
        }
        finally
        {
            await done.CancelAsync();
            await killing;
        }
    }

    private async Task RunAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        while (!stop.IsCancellationRequested)
        {
            var victim = Next();
            await victim.KillAsync(cancellationToken);
            Killed++;
            await Task.Delay(LongestAbsence * random.NextDouble(), cancellationToken);
            await victim.StartAgainAsync();
            // Not faster than the machine can start them.
            await victim.WaitReadyAsync(cancellationToken);
        }
    }

    private AgentProcess Next()
    {
        var running = random.Next(2) == 0 ? stamps.Running() : [];
        var candidates = running.Count == 0 ? agents : [.. agents.Where(agent => running.Contains(agent.Settings.NodeName))];
        return candidates[random.Next(candidates.Count)];
    }
}
