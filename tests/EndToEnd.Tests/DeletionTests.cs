namespace NodeTasker.EndToEnd.Tests;

/// <summary>A task ConfigMap that goes away.</summary>
public sealed class DeletionTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_task_deleted_mid_run_runs_to_its_end_and_keeps_its_result(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        var gate = cluster.PathOf("gate");
        await cluster.SetTaskAsync(
            cluster.MarkingScript("orphan", $"while [ ! -e {gate} ]; do sleep 0.05; done"),
            TestContext.Current.CancellationToken
        );
        await Eventually.IsTrueAsync(
            "the script has begun",
            () => cluster.CountMarks("orphan") == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );

        await cluster.DeleteTaskAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);

        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "orphan", TestContext.Current.CancellationToken);
        await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);
        Assert.Equal(1, cluster.CountMarks("orphan"));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_task_deleted_when_idle_leaves_the_agent_ready_for_the_next(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(cluster.MarkingScript("gone"), TestContext.Current.CancellationToken);
        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "gone", TestContext.Current.CancellationToken);

        await cluster.DeleteTaskAsync(TestContext.Current.CancellationToken);
        await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);

        Assert.StartsWith("200", await agent.AskAsync("/readyz", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(1, cluster.CountMarks("gone"));
    }
}
