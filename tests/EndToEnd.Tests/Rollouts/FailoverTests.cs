using System.Text.Json.Nodes;
using NodeTasker.Testing.Simulation;

namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>Two controllers, of which one dies.</summary>
public sealed class FailoverTests(SharedServers servers, ITestOutputHelper output) : RolloutTest(servers, output)
{
    [Theory(Timeout = 240_000), MemberData(nameof(EveryServer))]
    public async Task A_killed_controller_is_replaced_within_twenty_seconds_and_the_rollout_keeps_its_bound(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, 10, (_, _) => new SimulatedRun { Duration = TimeSpan.FromMilliseconds(200) });
        var first = StartController(cluster, "first");
        await first.WaitActiveAsync(TestContext.Current.CancellationToken);
        var second = StartController(cluster, "second");
        await second.WaitReadyAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(
            new JsonObject { ["task"] = "echo hello", ["parallelism"] = "2" },
            TestContext.Current.CancellationToken
        );
        await Eventually.IsTrueAsync(
            "some nodes have run",
            () => agents.Starts.Count > 3,
            cancellationToken: TestContext.Current.CancellationToken
        );

        await first.KillAsync(TestContext.Current.CancellationToken);
        await second.WaitActiveAsync(TestContext.Current.CancellationToken, TimeSpan.FromSeconds(20));

        var summary = await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        Assert.Equal("10 nodes: 10 succeeded", summary["_summary"]);
        Assert.Equal(10, agents.Starts.Select(start => start.Node).Distinct().Count());
        Assert.Equal(10, agents.Starts.Count);
        Assert.InRange(agents.MostRunning, 1, 2);
        var events = await Eventually.BecomesAsync(
            "the end was raised",
            cancel => EventsAsync(cluster, cancel),
            events => events.Contains("RolloutComplete"),
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(["RolloutComplete", "TaskAccepted"], events);
    }

    [Theory(Timeout = 240_000), MemberData(nameof(EveryServer))]
    public async Task A_controller_that_is_stopped_hands_over_in_seconds(ServerKind kind)
    {
        var (cluster, agents) = await SimulateAsync(kind, 4, (_, _) => SimulatedRun.UntilFinished);
        var first = StartController(cluster, "first");
        await first.WaitActiveAsync(TestContext.Current.CancellationToken);
        var second = StartController(cluster, "second");
        await second.WaitReadyAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(
            new JsonObject { ["task"] = "echo hello", ["parallelism"] = "1" },
            TestContext.Current.CancellationToken
        );
        await Eventually.IsTrueAsync(
            "the first node runs",
            () => agents.Running == 1,
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Equal(0, await first.StopAsync(TestContext.Current.CancellationToken));
        await second.WaitActiveAsync(TestContext.Current.CancellationToken, TimeSpan.FromSeconds(8));
        agents.Finish(agents.Starts[0].Node);
        await Eventually.IsTrueAsync(
            "the second node runs",
            () => agents.Starts.Count == 2,
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Equal(1, agents.MostRunning);
        Assert.Contains("first has handed over", first.Log, StringComparison.Ordinal);
    }

    [Theory(Timeout = 240_000), MemberData(nameof(EveryServer))]
    public async Task An_Event_that_a_controller_died_before_it_raised_is_raised_by_the_next_and_none_is_twice(ServerKind kind)
    {
        var (cluster, _) = await SimulateAsync(kind, 2, (_, _) => new SimulatedRun());
        var first = StartController(cluster, "first");
        await first.WaitActiveAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync("echo hello", TestContext.Current.CancellationToken);
        await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        await BothAreRaisedAsync();
        // Stopped and not killed: the next one need not wait for the end of the Lease.
        await first.StopAsync(TestContext.Current.CancellationToken);
        await cluster.Api.DeleteAsync(
            $"api/v1/namespaces/{cluster.Namespace}/events/{await NameOfAsync("TaskAccepted")}",
            TestContext.Current.CancellationToken
        );

        await StartController(cluster, "second").WaitActiveAsync(TestContext.Current.CancellationToken, TimeSpan.FromSeconds(40));

        await BothAreRaisedAsync();

        Task BothAreRaisedAsync() =>
            Eventually.BecomesAsync(
                "both are raised",
                async cancel => string.Join(' ', await EventsAsync(cluster, cancel)),
                reasons => reasons == "RolloutComplete TaskAccepted",
                TimeSpan.FromSeconds(20),
                TestContext.Current.CancellationToken
            );

        async Task<string> NameOfAsync(string reason) =>
            (await cluster.Api.GetAsync($"api/v1/namespaces/{cluster.Namespace}/events", TestContext.Current.CancellationToken))!["items"]!
                .AsArray()
                .Where(item => (string)item!["reason"]! == reason)
                .Select(item => (string)item!["metadata"]!["name"]!)
                .Single();
    }
}
