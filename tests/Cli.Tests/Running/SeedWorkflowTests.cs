using NodeTasker.Cli.Tests.Kit;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Running;

/// <summary>The two workflows that the product is for, each as one command.</summary>
public sealed class SeedWorkflowTests
{
    [Theory(Timeout = 180_000)]
    [MemberData(nameof(CliCluster.EveryServer), MemberType = typeof(CliCluster))]
    public async Task Update_the_ConfigMap_and_see_every_nodes_result(ServerKind kind)
    {
        await using var cluster = await CliCluster
            .StartWithAgentsAsync(kind, "worker-1", "worker-2")
            .WaitAsync(TestContext.Current.CancellationToken);
        var script = cluster.Script("hello.sh", "#!/bin/sh\necho \"hello from $NODE_TASKER_NODE\"\n");

        var run = await cluster.RunAsync("run", script);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            "----- worker-1: Succeeded, exit code 0 -----\nhello from worker-1\n\n----- worker-2: Succeeded, exit code 0 -----\nhello from worker-2\n\n2 nodes: 2 succeeded\n",
            run.StandardOutput
        );
        Assert.Contains("[2/2] worker-", run.StandardError, StringComparison.Ordinal);
        Assert.Equal(["node-tasker", "node-tasker-results-worker-1", "node-tasker-results-worker-2"], await cluster.ConfigMapNamesAsync());
    }

    [Theory(Timeout = 180_000)]
    [MemberData(nameof(CliCluster.EveryServer), MemberType = typeof(CliCluster))]
    public async Task Create_wait_until_it_ran_everywhere_collect_delete(ServerKind kind)
    {
        await using var cluster = await CliCluster.StartWithAgentsAsync(kind, "worker-1", "worker-2");
        var script = cluster.Script("cat-etc-hosts.sh", "#!/bin/sh\ncat /etc/hosts\n");

        var run = await cluster.RunAsync("run", script, "--rm");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("----- worker-[1-2] (2 nodes): Succeeded, exit code 0 -----\n", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(
            (await File.ReadAllTextAsync("/etc/hosts", TestContext.Current.CancellationToken)).Trim(),
            run.StandardOutput,
            StringComparison.Ordinal
        );
        Assert.Empty(await cluster.ConfigMapNamesAsync());
    }
}
