using System.Text.Json.Nodes;
using NodeTasker.Testing.Simulation;

namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>What the controller keeps is there again when somebody has deleted or changed it.</summary>
public sealed class SpoiltObjectsTests(SharedServers servers, ITestOutputHelper output) : RolloutTest(servers, output)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(150);

    [Theory(Timeout = 600_000), MemberData(nameof(EveryServer))]
    public async Task A_summary_that_somebody_deletes_or_changes_is_there_again(ServerKind kind)
    {
        var (cluster, _) = await SimulateAsync(kind, 3, (node, _) =>
            node == "n-2" ? new SimulatedRun { ExitCode = 1 } : SimulatedRun.Success
        );
        var controller = StartController(cluster);
        await controller.WaitActiveAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync("echo hello", TestContext.Current.CancellationToken);
        var summary = await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        var path = $"{cluster.ConfigMaps}/node-tasker-results";

        await cluster.Api.DeleteAsync(path, TestContext.Current.CancellationToken);
        await WaitForSummaryAsync(cluster, "there again", again => again.ToString() == summary.ToString(), Soon);

        await cluster.Api.MergePatchAsync(
            path,
            new JsonObject
            {
                ["data"] = new JsonObject
                {
                    ["_status"] = "Halted",
                    ["n-1"] = null,
                    ["n-9"] = "Running",
                },
            },
            TestContext.Current.CancellationToken
        );
        await WaitForSummaryAsync(cluster, "right again", again => again.ToString() == summary.ToString(), Soon);

        await cluster.Api.MergePatchAsync(
            path,
            new JsonObject { ["metadata"] = new JsonObject { ["labels"] = null } },
            TestContext.Current.CancellationToken
        );
        await WaitForSummaryAsync(
            cluster,
            "labelled again",
            again => (string?)again.ConfigMap["metadata"]?["labels"]?["app.kubernetes.io/component"] == "summary",
            Soon
        );
    }

    [Theory(Timeout = 600_000), MemberData(nameof(EveryServer))]
    public async Task A_history_that_somebody_deletes_or_changes_is_there_again_with_a_task_or_without(ServerKind kind)
    {
        var (cluster, _) = await SimulateAsync(kind, 2);
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync("echo hello", TestContext.Current.CancellationToken);
        var history = await WaitForHistoryAsync(cluster, "complete", history => history.Contains("Complete", StringComparison.Ordinal));

        await cluster.Api.DeleteAsync(HistoryOf(cluster), TestContext.Current.CancellationToken);
        await WaitForHistoryAsync(cluster, "there again", again => again == history);

        await cluster.DeleteTaskAsync(TestContext.Current.CancellationToken);
        await Eventually.BecomesAsync(
            "the summary is gone",
            cancel => SummaryAsync(cluster, cancel),
            summary => summary is null,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await cluster.Api.MergePatchAsync(
            HistoryOf(cluster),
            new JsonObject { ["data"] = new JsonObject { ["mine"] = "none of this" } },
            TestContext.Current.CancellationToken
        );
        await WaitForHistoryAsync(cluster, "right again", again => again == history);
    }

    [Theory(Timeout = 600_000), MemberData(nameof(EveryServer))]
    public async Task A_ledger_that_somebody_spoilt_stops_the_grants_and_nothing_else(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, 3);
        await cluster.Api.PostAsync(
            cluster.ConfigMaps,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "node-tasker-grants" },
                ["data"] = new JsonObject { ["n-1"] = "yes please" },
            },
            TestContext.Current.CancellationToken
        );
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync("echo one", TestContext.Current.CancellationToken);
        var summary = await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        Assert.Equal("3 nodes: 3 succeeded", summary["_summary"]);
        Assert.StartsWith("Nothing is granted: ConfigMap node-tasker-grants: ", summary["_message"], StringComparison.Ordinal);
        await WaitForHistoryAsync(cluster, "complete", history => history.Contains("Complete", StringComparison.Ordinal));
        await Eventually.BecomesAsync(
            "the end was raised",
            cancel => EventsAsync(cluster, cancel),
            events => events.Contains("RolloutComplete"),
            cancellationToken: TestContext.Current.CancellationToken
        );

        await cluster.SetTaskAsync(new JsonObject { ["task"] = "echo two", ["parallelism"] = "1" }, TestContext.Current.CancellationToken);
        await WaitForSummaryAsync(cluster, "waiting", summary =>
            summary["_summary"] == "3 nodes: 3 pending" && summary.Nodes.Values.All(line => line == "Pending WaitingForGrant")
        );
        Assert.Equal(3, agents.Starts.Count);
        Assert.Empty(await GrantsAsync(cluster, TestContext.Current.CancellationToken));
        Assert.Equal(
            new Dictionary<string, string> { ["n-1"] = "yes please" },
            await LedgerAsync(cluster, TestContext.Current.CancellationToken)
        );

        await cluster.Api.DeleteAsync($"{cluster.ConfigMaps}/node-tasker-grants", TestContext.Current.CancellationToken);
        var mended = await WaitForSummaryAsync(
            cluster,
            "Complete again",
            summary => summary.Status == "Complete" && agents.Starts.Count == 6,
            Soon
        );
        Assert.Equal("", mended["_message"]);
    }

    private static string HistoryOf(TestCluster cluster) => $"{cluster.ConfigMaps}/node-tasker-history";

    private static async Task<string> WaitForHistoryAsync(TestCluster cluster, string wish, Func<string, bool> isAsWished) =>
        await Eventually.BecomesAsync(
            $"the history is {wish}",
            async cancel => (await cluster.Api.GetAsync(HistoryOf(cluster), cancel))?["data"]?.ToJsonString() ?? "",
            isAsWished,
            Soon,
            Cancellation
        );
}
