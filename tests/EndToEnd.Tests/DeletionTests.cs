namespace NodeTasker.EndToEnd.Tests;

/// <summary>A task ConfigMap that goes away.</summary>
public sealed class DeletionTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_task_deleted_mid_run_runs_to_its_end_and_keeps_its_result(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", Cancellation);
        var gate = cluster.PathOf("gate");
        await cluster.SetTaskAsync(cluster.MarkingScript("orphan", $"while [ ! -e {gate} ]; do sleep 0.05; done"), Cancellation);
        await Eventually.IsTrueAsync("the script has begun", () => cluster.CountMarks("orphan") == 1, cancellationToken: Cancellation);

        await cluster.DeleteTaskAsync(Cancellation);
        await File.WriteAllTextAsync(gate, "", Cancellation);

        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "orphan", Cancellation);
        await cluster.FenceAsync(agent.Settings.NodeName, Cancellation);
        Assert.Equal(1, cluster.CountMarks("orphan"));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_task_deleted_when_idle_leaves_the_agent_ready_for_the_next(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", Cancellation);
        await cluster.SetTaskAsync(cluster.MarkingScript("gone"), Cancellation);
        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "gone", Cancellation);

        await cluster.DeleteTaskAsync(Cancellation);
        await cluster.FenceAsync(agent.Settings.NodeName, Cancellation);

        Assert.StartsWith("200", await agent.AskAsync("/readyz", Cancellation), StringComparison.Ordinal);
        Assert.Equal(1, cluster.CountMarks("gone"));
    }
}
