namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>Kills agents at random, two at a time and half of them while their scripts run, and starts them again.</summary>
internal sealed class AgentKiller(IReadOnlyList<AgentProcess> agents, RunStamps stamps, int seed)
{
    private const int AtATime = 2;
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromSeconds(1);
    private int _killed;

    /// <summary>How many it has killed.</summary>
    public int Killed => Volatile.Read(ref _killed);

    /// <summary>Kills until <paramref name="work"/> is done; none is left dead then.</summary>
    public async Task WhileAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // No agent is another's victim as well.
        var killing = Task.WhenAll(
            Enumerable
                .Range(0, AtATime)
                .Select(part =>
                    RunAsync(
                        [.. agents.Where((_, index) => index % AtATime == part)],
                        new Random(seed + part),
                        done.Token,
                        cancellationToken
                    )
                )
        );
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

    private async Task RunAsync(
        IReadOnlyList<AgentProcess> victims,
        Random random,
        CancellationToken stop,
        CancellationToken cancellationToken
    )
    {
        while (!stop.IsCancellationRequested)
        {
            var victim = Next(victims, random);
            await victim.KillAsync(cancellationToken);
            Interlocked.Increment(ref _killed);
            await Task.Delay(LongestAbsence * random.NextDouble(), cancellationToken);
            await victim.StartAgainAsync();
            // Not faster than the machine can start them.
            await victim.WaitReadyAsync(cancellationToken);
        }
    }

    private AgentProcess Next(IReadOnlyList<AgentProcess> victims, Random random)
    {
        var running = random.Next(2) == 0 ? stamps.Running() : [];
        var candidates = victims.Where(agent => running.Contains(agent.Settings.NodeName)).ToList();
        return candidates.Count > 0 ? candidates[random.Next(candidates.Count)] : victims[random.Next(victims.Count)];
    }
}
