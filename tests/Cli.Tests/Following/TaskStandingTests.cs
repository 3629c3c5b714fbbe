using System.Globalization;
using System.Text.Json.Nodes;
using NodeTasker.Cli.Tests.Kit;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Following;

public sealed class TaskStandingTests
{
    private const string Leases = "apis/coordination.k8s.io/v1/namespaces/node-tasker/leases";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_summary_that_nobody_keeps_is_not_believed()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        var run = (await cluster.RunAsync("run", "--no-wait", "--", "true")).Successful("run").Trim();
        await cluster.SummarizeAsync(run, RolloutStatus.InProgress, new NodeProgress("worker-1", NodePhase.Running));
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", run, RunPhase.Succeeded));

        var (source, status, message) = await StatusAsync(cluster);

        Assert.Equal(("results", "Complete"), (source, status));
        Assert.Contains("No controller is seen to lead", message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(0, "summary")]
    [InlineData(-300, "results")]
    public async Task A_summary_is_believed_as_long_as_a_controller_leads(int renewed, string from)
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        var run = (await cluster.RunAsync("run", "--no-wait", "--", "true")).Successful("run").Trim();
        await cluster.SummarizeAsync(run, RolloutStatus.InProgress, new NodeProgress("worker-1", NodePhase.Running));
        await cluster.Api.PostAsync(
            Leases,
            Lease(TimeProvider.System.GetUtcNow().AddSeconds(renewed)),
            TestContext.Current.CancellationToken
        );

        var (source, _, message) = await StatusAsync(cluster);

        Assert.Equal((from, from == "summary"), (source, message is null));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_complete_stays_so_without_a_controller()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        var run = (await cluster.RunAsync("run", "--no-wait", "--", "true")).Successful("run").Trim();
        await cluster.SummarizeAsync(run, RolloutStatus.Complete, new NodeProgress("worker-1", NodePhase.Succeeded));

        var standing = await StatusAsync(cluster);

        Assert.Equal(("summary", "Complete", null), standing);
    }

    private static async Task<(string? Source, string? Status, string? Message)> StatusAsync(CliCluster cluster)
    {
        var status = JsonNode.Parse((await cluster.RunAsync("status", "-o", "json")).Successful("status"))!;
        return ((string?)status["source"], (string?)status["status"], (string?)status["message"]);
    }

    private static JsonObject Lease(DateTimeOffset renewed) =>
        new()
        {
            ["metadata"] = new JsonObject { ["name"] = "node-tasker-controller" },
            ["spec"] = new JsonObject
            {
                ["holderIdentity"] = "one",
                ["renewTime"] = renewed.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
            },
        };
}
