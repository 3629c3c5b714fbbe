using NodeTasker.Cli.Results;
using NodeTasker.Cli.Tests.Kit;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Results;

public sealed class ResultReaderTests
{
    [Fact(Timeout = 60_000)]
    public async Task What_another_object_says_of_a_node_is_not_that_nodes_result()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1", "worker-2");
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", "aaaaaaaaaaaa", RunPhase.Succeeded, "mine\n"));
        await cluster.ReportAsync(
            ClusterObjects.Result("worker-1", "aaaaaaaaaaaa", RunPhase.Failed, "forged\n"),
            "node-tasker-results-worker-2"
        );
        using var connected = cluster.Connect();

        var records = await new ResultReader(connected).ReadAllAsync(null, TestContext.Current.CancellationToken);

        Assert.Equal("mine\n", Assert.Single(records).Output);
    }
}
