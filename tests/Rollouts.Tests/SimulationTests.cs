using System.Globalization;
using NodeTasker.Rollouts;

namespace NodeTasker.Rollouts.Tests;

public sealed class SimulationTests(ITestOutputHelper output)
{
    /// <summary>More of them with <c>NODE_TASKER_SEEDS=500</c>, or others with <c>NODE_TASKER_SEEDS=500,1000</c> (from, how many).</summary>
    public static TheoryData<int> Seeds { get; } = SeedsOf(Environment.GetEnvironmentVariable("NODE_TASKER_SEEDS") ?? "20");

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_happens_no_more_run_than_may_and_in_the_end_everyone_has_run(int seed)
    {
        await Task.Yield();
        var simulation = new Simulation(seed, ("parallelism", "3"), ("maxFailures", "3")) { FailureRate = 10 };
        simulation.Join(12);

        simulation.Run(3_000, TestContext.Current.CancellationToken, simulation.Disturb);
        simulation.CalmDown();
        simulation.Run(4_000, TestContext.Current.CancellationToken);

        output.WriteLine(
            $"seed {seed}: {simulation.Grants} grants, {simulation.Starts} starts, at most {simulation.MostRunning} at once, {simulation.Halts} halts, {simulation.RefusedWrites} refused writes, {simulation.Agents.Count} nodes"
        );
        Assert.True(simulation.Grants > 0);
        AssertAllHaveRun(simulation);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 7)]
    public async Task With_one_parallelism_never_more_run_whatever_becomes_of_controllers_and_connections(int seed, int parallelism)
    {
        await Task.Yield();
        var simulation = new Simulation(seed, ("parallelism", $"{parallelism}"));
        simulation.Join(30);
        var random = new Random(seed);

        simulation.Run(4_000, TestContext.Current.CancellationToken, () =>
        {
            var agent = simulation.Agents.ElementAt(random.Next(simulation.Agents.Count));
            if (random.Next(500) == 0)
                simulation.Replace();
            if (!agent.IsCutOff && random.Next(100) == 0)
                agent.CutOff(simulation.Now);
            else if (agent.IsCutOff && random.Next(10) == 0)
                agent.Reconnect(simulation.Now);
            else if (!agent.IsCutOff && random.Next(50) == 0)
                agent.CutOffUnseen(simulation.Now);
        });

        output.WriteLine(
            $"seed {seed}: {simulation.Grants} grants, {simulation.Starts} starts, at most {simulation.MostRunning} at once of {parallelism}, {simulation.RefusedWrites} refused writes"
        );
        Assert.Equal(parallelism, simulation.MostRunning);
    }

    /// <summary>What is granted at once takes the API server minutes to write, and by then it is not what is wished any more.</summary>
    [Theory(Timeout = 120_000)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_was_taken_back_of_many_grants_that_are_written_slowly_starts_nothing_later(int seed)
    {
        await Task.Yield();
        var simulation = new Simulation(seed, ("parallelism", "100%"), ("maxFailures", "2")) { FailureRate = 20 };
        simulation.Join(40);
        simulation.Slow(8);
        var random = new Random(seed);

        simulation.Run(2_000, TestContext.Current.CancellationToken, () =>
        {
            if (random.Next(600) == 0)
                simulation.Replace();
            if (random.Next(300) == 0)
                simulation.Select(random.Next(2) == 0 ? "*" : "*[0-4]");
            if (random.Next(300) == 0)
                simulation.Api.Task = simulation.Api.Task with { MaxFailures = new(random.Next(2, 10), false) };
        });

        output.WriteLine($"seed {seed}: {simulation.Grants} grants, {simulation.Starts} starts, {simulation.Halts} halts");
        Assert.InRange(simulation.Starts, 1, simulation.Grants - 1);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("parallelism", "1")]
    [InlineData("parallelism", "20%")]
    [InlineData("waves", "1,10%,50%")]
    [InlineData("newNodes", "Skip")]
    [InlineData("maxFailures", "0")]
    public async Task If_nothing_fails_every_node_is_granted_once(string key, string value)
    {
        await Task.Yield();
        var simulation = new Simulation(7, (key, value));
        simulation.Join(20);
        foreach (var name in simulation.Api.Nodes.Keys.ToList())
            simulation.Api.Nodes[name] = simulation.Api.Nodes[name] with { CreationTime = RolloutScene.Start };

        simulation.Run(4_000, TestContext.Current.CancellationToken);

        Assert.Equal(20, simulation.Starts);
        Assert.Equal(20, simulation.Grants);
        AssertAllHaveRun(simulation);
        Assert.Empty(simulation.Api.ReadLedger().Grants);
    }

    private static TheoryData<int> SeedsOf(string text)
    {
        var numbers = text.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToList();
        return [.. numbers.Count == 1 ? Enumerable.Range(1, numbers[0]) : Enumerable.Range(numbers[0], numbers[1])];
    }

    private static void AssertAllHaveRun(Simulation simulation)
    {
        var api = simulation.Api;
        var plan = RolloutPlanner.Plan(api.ViewAsOf(0) with { Ledger = api.ReadLedger() }, simulation.Now);

        Assert.Equal(RolloutStatus.Complete, plan.Status);
        Assert.All(plan.Nodes, node => Assert.True(node.HasEnded, $"{node}"));
        Assert.All(simulation.Agents, agent => Assert.Null(agent.Running));
    }
}
