using System.Text.Json.Nodes;
using NodeTasker.TaskModel;

namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>Annotations of the task steer a rollout that a real controller and real agents carry out; each said twice is said once.</summary>
public sealed class SteeringTests(SharedServers servers, ITestOutputHelper output) : RolloutTest(servers, output)
{
    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task Pause_resume_rerun_and_cancel_by_annotation(ServerKind kind)
    {
        var cluster = await OwnClusterAsync(kind);
        for (var number = 1; number <= 3; number++)
            cluster.StartAgent(await cluster.AddNodeAsync($"n-{number}", TestContext.Current.CancellationToken));
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);
        var (starts, isMended) = (cluster.PathOf("starts"), cluster.PathOf("mended"));
        // Whoever comes second fails until that is mended.
        var script = $"#!/bin/sh\necho $NODE_TASKER_NODE >>{starts}\n[ $(wc -l <{starts}) != 2 ] || [ -e {isMended} ]\n";
        var run = RunId.Of(
            new TaskDocument(
                "node-tasker",
                new Dictionary<string, string> { ["task"] = script },
                new Dictionary<string, byte[]>(),
                new Dictionary<string, string>()
            )
        );

        // Paused from the start: all ask, none is let.
        await cluster.SetTaskAsync(
            new JsonObject
            {
                ["task"] = script,
                ["parallelism"] = "1",
                ["maxFailures"] = "0",
                ["paused"] = "true",
            },
            TestContext.Current.CancellationToken
        );
        await WaitForSummaryAsync(cluster, "Paused", summary => summary.Status == "Paused");
        await AnnotateAsync(cluster, "paused", run.Value);
        await cluster.PatchTaskAsync(
            new JsonObject { ["data"] = new JsonObject { ["paused"] = null } },
            TestContext.Current.CancellationToken
        );
        await AnnotateAsync(cluster, "paused", run.Value);
        await WaitForSummaryAsync(cluster, "still paused, by the annotation", summary =>
            summary.Status == "Paused" && summary["_summary"] == "3 nodes: 3 pending"
        );
        Assert.False(File.Exists(starts));

        // Resumed: the second one fails, and the rollout halts.
        await AnnotateAsync(cluster, "paused", null);
        await WaitForSummaryAsync(cluster, "Halted", summary =>
            summary.Status == "Halted" && summary["_summary"] == "3 nodes: 1 succeeded, 1 failed, 1 pending"
        );
        var failed = (await File.ReadAllLinesAsync(starts, TestContext.Current.CancellationToken))[1];

        // Mended and run again: only where it failed, and then the rest.
        await File.WriteAllTextAsync(isMended, "", TestContext.Current.CancellationToken);
        var rerun = Rerun.Of(run, DateTimeOffset.UtcNow.AddSeconds(1)).Run.Value;
        await AnnotateAsync(cluster, "rerun", rerun);
        await AnnotateAsync(cluster, "rerun", rerun);
        var summary = await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        Assert.Equal("3 nodes: 3 succeeded", summary["_summary"]);
        var started = await File.ReadAllLinesAsync(starts, TestContext.Current.CancellationToken);
        Assert.Equal((4, 3, 2), (started.Length, started.Distinct().Count(), started.Count(node => node == failed)));

        // Cancelled while the first runs: that one ends, the others never start.
        var endless = $"#!/bin/sh\necho $NODE_TASKER_NODE >>{starts}.endless\nexec sleep 1000\n";
        var second = RunId.Of(
            new TaskDocument(
                "node-tasker",
                new Dictionary<string, string> { ["task"] = endless },
                new Dictionary<string, byte[]>(),
                new Dictionary<string, string>()
            )
        );
        await cluster.SetTaskAsync(new JsonObject { ["task"] = endless, ["parallelism"] = "1" }, TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(
            "one node runs",
            () => File.Exists(starts + ".endless"),
            cancellationToken: TestContext.Current.CancellationToken
        );
        await AnnotateAsync(cluster, "cancel", second.Value);
        await AnnotateAsync(cluster, "cancel", second.Value);
        var cancelled = await WaitForSummaryAsync(cluster, "Complete and cancelled", summary =>
            summary["_run"] == second.Value && summary.Status == "Complete"
        );
        Assert.Equal("3 nodes: 3 cancelled", cancelled["_summary"]);
        Assert.Single(await File.ReadAllLinesAsync(starts + ".endless", TestContext.Current.CancellationToken));
        await Eventually.BecomesAsync(
            "no grant is left",
            cancel => GrantsAsync(cluster, cancel),
            grants => grants.Count == 0,
            TimeSpan.FromSeconds(30),
            TestContext.Current.CancellationToken
        );
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task What_is_cancelled_before_any_node_has_said_that_it_runs_is_complete_once_and_when_all_have_ended(ServerKind kind)
    {
        var cluster = await OwnClusterAsync(kind);
        for (var number = 1; number <= 3; number++)
            cluster.StartAgent(await cluster.AddNodeAsync($"n-{number}", TestContext.Current.CancellationToken));
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);
        var starts = cluster.PathOf("starts");
        var script = $"#!/bin/sh\necho $NODE_TASKER_NODE >>{starts}\nexec sleep 1000\n";
        var run = RunId.Of(
            new TaskDocument(
                "node-tasker",
                new Dictionary<string, string> { ["task"] = script },
                new Dictionary<string, byte[]>(),
                new Dictionary<string, string>()
            )
        );

        await cluster.SetTaskAsync(new JsonObject { ["task"] = script }, TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync("a node runs", () => File.Exists(starts), cancellationToken: TestContext.Current.CancellationToken);
        await AnnotateAsync(cluster, "cancel", run.Value);

        var summary = await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        Assert.Equal("3 nodes: 3 cancelled", summary["_summary"]);
        var events = await Eventually.BecomesAsync(
            "the end was raised",
            cancel => EventsAsync(cluster, cancel),
            events => events.Contains("RolloutComplete"),
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(["RolloutComplete", "TaskAccepted"], events);
    }

    private static Task AnnotateAsync(TestCluster cluster, string name, string? value) =>
        cluster.PatchTaskAsync(
            new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [$"node-tasker.io/{name}"] = value } } },
            Cancellation
        );
}
