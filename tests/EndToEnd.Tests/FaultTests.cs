using System.Globalization;

namespace NodeTasker.EndToEnd.Tests;

/// <summary>SIGKILL at any moment. <c>NODE_TASKER_FAULTS=N</c> sets how many kills each server's test makes, <c>NODE_TASKER_SEED</c> which moments.</summary>
public sealed class FaultTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    private static readonly int Kills = FromEnvironment("NODE_TASKER_FAULTS", 15);

    private static readonly int Seed = FromEnvironment("NODE_TASKER_SEED", Environment.TickCount & 0xffff);

    // No timeout for all: the number of kills is the caller's, and each wait has its own.
    [Theory, MemberData(nameof(EveryServer))]
    public async Task An_agent_killed_at_any_moment_neither_runs_a_task_twice_nor_loses_a_finished_result(ServerKind kind)
    {
        var random = new Random(Seed);
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", Cancellation);
        var node = agent.Settings.NodeName;
        var (finished, interrupted, runningAtKill) = (0, 0, 0);

        for (var kill = 1; kill <= Kills; kill++)
        {
            var mark = $"kill-{kill}";
            var length = random.Next(3) * 0.1;
            await cluster.SetTaskAsync(
                cluster.MarkingScript(
                    mark,
                    string.Create(CultureInfo.InvariantCulture, $"sleep {length}\necho end-{mark} >> {cluster.Marks}")
                ),
                Cancellation
            );
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 300), Cancellation);
            await agent.KillAsync(Cancellation);
            if (cluster.CountMarks(mark) > cluster.CountMarks($"end-{mark}"))
                runningAtKill++;
            await agent.StartAgainAsync();

            var result = await cluster.WaitForResultAsync(node, $"the end of {mark}", result => IsTheEndOf(result, mark), Cancellation);

            var ran = (cluster.CountMarks(mark), cluster.CountMarks($"end-{mark}"), result.Phase);
            if (ran == (1, 1, "Succeeded"))
                finished++;
            else if (ran is (0, 0, "Failed"))
                interrupted++;
            else
                Assert.Fail(
                    $"seed {Seed}: {mark} began {ran.Item1} times, ended {ran.Item2} times, and its result is {result}\n{agent.Log}"
                );
        }

        Output.WriteLine(
            $"{kind}: {Kills} kills (seed {Seed}): {finished} runs finished with their result, of which {runningAtKill} ran on without the agent; {interrupted} were killed between intent and start, and said so."
        );
        await cluster.FenceAsync(node, Cancellation);
        Assert.All(Enumerable.Range(1, Kills), kill => Assert.True(cluster.CountMarks($"kill-{kill}") <= 1));
        Assert.True(finished > 0, "No run finished: this has tested nothing.");

        // Interrupted between intent and start: nothing has run, and the result has no output to tell the runs apart by.
        bool IsTheEndOf(NodeResult result, string mark) =>
            (result.Phase == "Succeeded" && result.Output == $"said {mark}\n")
            || (result is { Phase: "Failed", Reason: "Interrupted", Output: "" } && cluster.CountMarks(mark) == 0)
            || (result.Phase == "Failed" && result.Output.Contains(mark, StringComparison.Ordinal));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_script_outlives_its_agent_and_the_next_agent_brings_its_result(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        var gate = cluster.PathOf("gate");
        await cluster.SetTaskAsync(
            cluster.MarkingScript("outlives", $"while [ ! -e {gate} ]; do sleep 0.05; done\nexit 7"),
            TestContext.Current.CancellationToken
        );
        await Eventually.IsTrueAsync(
            "the script has begun",
            () => cluster.CountMarks("outlives") == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );

        await agent.KillAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        await Eventually.BecomesAsync(
            "the script has ended without its agent",
            () => ProcessTable.NamesPath(agent.StateDir),
            left => left.Count == 0,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await agent.StartAgainAsync();

        var result = await cluster.WaitForResultAsync(
            agent.Settings.NodeName,
            "Failed",
            result => result.Phase == "Failed",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(("NonZeroExit", "7"), (result.Reason, result.ExitCode));
        Assert.Equal(1, cluster.CountMarks("outlives"));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_script_that_still_runs_is_taken_over_by_the_restarted_agent(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        var gate = cluster.PathOf("gate");
        await cluster.SetTaskAsync(
            cluster.MarkingScript("taken-over", $"while [ ! -e {gate} ]; do sleep 0.05; done"),
            TestContext.Current.CancellationToken
        );
        await Eventually.IsTrueAsync(
            "the script has begun",
            () => cluster.CountMarks("taken-over") == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Equal(0, await agent.StopAsync(TestContext.Current.CancellationToken));
        await agent.StartAgainAsync();
        await agent.WaitReadyAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);

        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "taken-over", TestContext.Current.CancellationToken);
        Assert.Equal(1, cluster.CountMarks("taken-over"));
    }

    private static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
