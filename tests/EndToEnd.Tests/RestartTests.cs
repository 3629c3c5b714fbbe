namespace NodeTasker.EndToEnd.Tests;

/// <summary>An API server that goes and comes back, as in an upgrade of the control plane.</summary>
public sealed class RestartTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    [Theory(Timeout = 180_000), InlineData(false), InlineData(true)]
    public async Task After_a_restart_of_the_API_server_tasks_run_as_before(bool killed)
    {
        var cluster = await OwnClusterAsync(ServerKind.Envtest);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(cluster.MarkingScript("before"), TestContext.Current.CancellationToken);
        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "before", TestContext.Current.CancellationToken);

        await cluster.Server.StopAsync(killed);
        await cluster.Server.StartAgainAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(cluster.MarkingScript("after"), TestContext.Current.CancellationToken);

        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "after", TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (cluster.CountMarks("before"), cluster.CountMarks("after")));
    }
}
