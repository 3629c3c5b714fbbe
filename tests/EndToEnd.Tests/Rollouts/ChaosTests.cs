using System.Globalization;
using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>A rollout over many real agents while everything is killed that can be.</summary>
[Collection(nameof(Alone))]
public sealed class ChaosTests(SharedServers servers, ITestOutputHelper output) : RolloutTest(servers, output)
{
    private const int Nodes = 50;
    private const int Parallelism = 5;
    private const int StartedAtATime = 5;

    [Fact(Timeout = 420_000)]
    public async Task Never_more_nodes_run_than_may_and_each_runs_once_while_agents_controllers_and_the_API_server_are_killed()
    {
        var seed = Environment.GetEnvironmentVariable("NODE_TASKER_CHAOS_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        Output.WriteLine($"seed {seed} (NODE_TASKER_CHAOS_SEED)");
        var cluster = await OwnClusterAsync(ServerKind.Envtest, new ApiServerOptions { LogRequests = false });
        var stamps = new RunStamps(Directory.CreateDirectory(cluster.PathOf("stamps")).FullName);
        var agents = await StartAgentsAsync(cluster);
        var killer = new AgentKiller(agents, stamps, seed);
        var first = StartController(cluster, "first");
        await first.WaitActiveAsync(TestContext.Current.CancellationToken);
        var second = StartController(cluster, "second");
        await second.WaitReadyAsync(TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync(
            new JsonObject { ["task"] = stamps.Script, ["parallelism"] = $"{Parallelism}" },
            TestContext.Current.CancellationToken
        );
        await killer.WhileAsync(
            async () =>
            {
                await WaitForEndsAsync(10);
                await first.KillAsync(TestContext.Current.CancellationToken);
                await second.WaitActiveAsync(TestContext.Current.CancellationToken, TimeSpan.FromSeconds(30));
                await WaitForEndsAsync(25);
                await cluster.Server.StopAsync(kill: true);
                await cluster.Server.StartAgainAsync(TestContext.Current.CancellationToken);
                await WaitForEndsAsync(40);
            },
            TestContext.Current.CancellationToken
        );

        var summary = await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete", TimeSpan.FromSeconds(120));
        var results = await ResultsAsync(cluster);
        Output.WriteLine($"{killer.Killed} agents killed, at most {stamps.MostAtOnce()} ran at once, {summary["_summary"]}");
        Assert.InRange(stamps.MostAtOnce(), 1, Parallelism);
        Assert.Equal(
            agents.Select(agent => agent.Settings.NodeName).Order(StringComparer.Ordinal),
            results.Keys.Order(StringComparer.Ordinal)
        );
        var runs = stamps.Read();
        Assert.All(results, result => AssertRanOnce(result.Value, runs[result.Key].Count()));
        Assert.Equal(
            (Nodes, results.Values.Count(result => result.Phase == "Succeeded")),
            (NumberOf(summary["_desired"]), NumberOf(summary["_succeeded"]))
        );
        Assert.InRange(NumberOf(summary["_succeeded"]), Nodes * 9 / 10, Nodes);
        Assert.True(killer.Killed >= 5, $"Only {killer.Killed} agents were killed.");
        await Eventually.BecomesAsync(
            "the ledger is empty",
            cancel => LedgerAsync(cluster, cancel),
            ledger => ledger is { Count: 0 },
            cancellationToken: TestContext.Current.CancellationToken
        );

        Task WaitForEndsAsync(int ended) =>
            Eventually.IsTrueAsync(
                $"{ended} nodes have run",
                () => stamps.CountEnded() >= ended,
                TimeSpan.FromSeconds(120),
                TestContext.Current.CancellationToken
            );
    }

    /// <summary>What was killed between the journal and the start of the script is never started again, so that nothing runs twice; it says so.</summary>
    private static void AssertRanOnce(NodeResult result, int starts)
    {
        if (result.Phase == "Failed")
            Assert.Equal("Interrupted", result.Reason);
        else
            Assert.Equal("Succeeded", result.Phase);
        Assert.InRange(starts, result.Phase == "Succeeded" ? 1 : 0, 1);
    }

    /// <summary>A few at a time: each is busy for a while with compiling itself.</summary>
    private static async Task<IReadOnlyList<AgentProcess>> StartAgentsAsync(TestCluster cluster)
    {
        var kubeconfig = cluster.Kubeconfig();
        var agents = new List<AgentProcess>();
        foreach (var numbers in Enumerable.Range(1, Nodes).Chunk(StartedAtATime))
        {
            var nodes = await Task.WhenAll(numbers.Select(number => cluster.AddNodeAsync($"n-{number}", Cancellation)));
            var started = nodes.Select(node => cluster.StartAgent(node, kubeconfig: kubeconfig)).ToList();
            await Task.WhenAll(started.Select(agent => agent.WaitReadyAsync(Cancellation)));
            agents.AddRange(started);
        }

        return agents;
    }

    private static async Task<IReadOnlyDictionary<string, NodeResult>> ResultsAsync(TestCluster cluster)
    {
        var list = await cluster.Api.GetAsync($"{cluster.ConfigMaps}?labelSelector=app.kubernetes.io/component%3Dresult", Cancellation);
        return list!["items"]!.AsArray().Select(item => NodeResult.Of(item!.AsObject())).ToDictionary(result => result["node"]);
    }

    private static int NumberOf(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
