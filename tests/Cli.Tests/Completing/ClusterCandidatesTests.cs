using NodeTasker.Cli.Tests.Kit;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Completing;

public sealed class ClusterCandidatesTests
{
    private const int MoreThanAPage = 510;

    [Fact(Timeout = 120_000)]
    public async Task All_nodes_of_a_large_cluster_are_candidates()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, [.. Enumerable.Range(1, MoreThanAPage).Select(number => $"worker-{number:000}")])
            .WaitAsync(TestContext.Current.CancellationToken);

        var candidates = (await cluster.RunAsync("__complete", "logs", "worker-")).Successful("__complete");

        Assert.Equal(MoreThanAPage, candidates.Split('\n').Count(line => line.StartsWith("worker-", StringComparison.Ordinal)));
    }
}
