using System.Globalization;
using System.Text.Json.Nodes;
using NodeTasker.TaskModel;

namespace NodeTasker.EndToEnd.Tests;

/// <summary>Gated tasks, with the test in the place of the controller and of the operator.</summary>
public sealed class GrantTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    private const string AnotherRun = "0123456789ab";

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_gated_task_waits_for_a_Lease_of_its_own_run_and_starts_with_it_at_once_and_once(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        var node = agent.Settings.NodeName;
        await SetGatedAsync(cluster, "gated");

        var pending = await WaitsAsync(cluster, node);
        await GrantAsync(cluster, node, AnotherRun);
        var granted = DateTimeOffset.UtcNow;
        await GrantAsync(cluster, node, pending.Run);
        var result = await cluster.WaitForSuccessAsync(node, "gated", TestContext.Current.CancellationToken);
        await cluster.PatchTaskAsync(
            new JsonObject { ["data"] = new JsonObject { ["timeout"] = "5s" } },
            TestContext.Current.CancellationToken
        );
        await cluster.FenceAsync(node, TestContext.Current.CancellationToken);

        Assert.Matches(@"^waiting for the controller \(since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)$", pending.Message);
        Assert.Equal("", pending.Reason);
        Output.WriteLine($"{kind}: started {(StartOf(result) - granted).TotalMilliseconds:0} ms after the test began to write the Lease");
        Assert.InRange(StartOf(result), granted.AddMilliseconds(-1), granted.AddSeconds(10));
        Assert.Equal(1, cluster.CountMarks("gated"));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_Lease_that_is_deleted_before_the_agent_looks_starts_nothing(ServerKind kind)
    {
        var (cluster, node, run) = await PausedAsync(kind, "revoked");

        await GrantAsync(cluster, node, run);
        await cluster.Api.DeleteAsync($"{Leases(cluster)}/{ObjectNames.Grant("node-tasker", node)}", TestContext.Current.CancellationToken);
        await SetGatedAsync(cluster, "revoked");
        await WaitsAsync(cluster, node);
        await cluster.FenceAsync(node, TestContext.Current.CancellationToken);

        Assert.Equal(0, cluster.CountMarks("revoked"));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task The_operators_pause_holds_back_what_is_granted_until_it_is_taken_back(ServerKind kind)
    {
        var (cluster, node, run) = await PausedAsync(kind, "paused");
        await cluster.PatchTaskAsync(
            Annotating(WellKnown.PausedAnnotation, run, new JsonObject { ["paused"] = null }),
            TestContext.Current.CancellationToken
        );
        await GrantAsync(cluster, node, run);

        var resumed = DateTimeOffset.UtcNow;
        await cluster.PatchTaskAsync(Annotating(WellKnown.PausedAnnotation, null), TestContext.Current.CancellationToken);
        var result = await cluster.WaitForSuccessAsync(node, "paused", TestContext.Current.CancellationToken);

        Assert.True(
            StartOf(result) >= resumed.AddMilliseconds(-1),
            $"It started at {result["startTime"]}, before it was resumed at {resumed:O}."
        );
        Assert.Equal(1, cluster.CountMarks("paused"));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_wish_to_rerun_runs_the_failed_nodes_once_more_and_only_them(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var good = (await cluster.AddReadyAgentAsync("good", TestContext.Current.CancellationToken)).Settings.NodeName;
        var bad = (await cluster.AddReadyAgentAsync("bad", TestContext.Current.CancellationToken)).Settings.NodeName;
        var mended = cluster.PathOf("mended");
        await cluster.SetTaskAsync(
            $"#!/bin/sh\necho $NODE_TASKER_NODE >> {cluster.Marks}\n[ $NODE_TASKER_NODE = {good} ] || [ -e {mended} ]\n",
            TestContext.Current.CancellationToken
        );
        var failed = await cluster.WaitForResultAsync(
            bad,
            "Failed",
            result => result.Phase == "Failed",
            TestContext.Current.CancellationToken
        );
        var succeeded = await cluster.WaitForResultAsync(
            good,
            "Succeeded",
            result => result.Phase == "Succeeded",
            TestContext.Current.CancellationToken
        );

        await File.WriteAllTextAsync(mended, "", TestContext.Current.CancellationToken);
        var rerun = Rerun.Of(new RunId(failed.Run), DateTimeOffset.UtcNow).Run.Value;
        await cluster.PatchTaskAsync(Annotating(WellKnown.RerunAnnotation, rerun), TestContext.Current.CancellationToken);
        var again = await cluster.WaitForResultAsync(
            bad,
            "of the rerun",
            result => result.Run == rerun && result.Phase == "Succeeded",
            TestContext.Current.CancellationToken
        );
        await cluster.PatchTaskAsync(
            new JsonObject { ["data"] = new JsonObject { ["timeout"] = "5s" } },
            TestContext.Current.CancellationToken
        );
        var untouched = await cluster.ResultAsync(good, TestContext.Current.CancellationToken);
        await Task.WhenAll(
            cluster.FenceAsync(bad, TestContext.Current.CancellationToken),
            cluster.WaitForResultAsync(good, "of another run", result => result.Run != succeeded.Run, TestContext.Current.CancellationToken)
        );

        Assert.Equal("1", again["attempt"]);
        Assert.Equal(succeeded.ResourceVersion, untouched?.ResourceVersion);
        Assert.Equal((2, 1), (cluster.CountMarks(bad), cluster.CountMarks(good)));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task What_was_cancelled_runs_again_by_a_rerun_that_takes_the_cancel_back(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var node = (await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken)).Settings.NodeName;
        await SetGatedAsync(cluster, "cancelled");
        var run = (await WaitsAsync(cluster, node)).Run;
        await cluster.PatchTaskAsync(Annotating(WellKnown.CancelAnnotation, run), TestContext.Current.CancellationToken);
        await cluster.WaitForResultAsync(node, "Cancelled", result => result.Phase == "Cancelled", TestContext.Current.CancellationToken);

        var rerun = Rerun.Of(new RunId(run), DateTimeOffset.UtcNow).Run.Value;
        var patch = Annotating(WellKnown.RerunAnnotation, rerun);
        patch["metadata"]!["annotations"]![WellKnown.CancelAnnotation] = null;
        await cluster.PatchTaskAsync(patch, TestContext.Current.CancellationToken);
        await GrantAsync(cluster, node, run);
        Assert.Equal(rerun, (await WaitsAsync(cluster, node)).Run);
        await GrantAsync(cluster, node, rerun);

        Assert.Equal(rerun, (await cluster.WaitForSuccessAsync(node, "cancelled", TestContext.Current.CancellationToken)).Run);
        Assert.Equal(1, cluster.CountMarks("cancelled"));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task An_agent_killed_while_it_waits_and_after_its_grant_starts_the_run_once(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        var node = agent.Settings.NodeName;
        await SetGatedAsync(cluster, "killed");
        var pending = await WaitsAsync(cluster, node);

        await agent.KillAsync(TestContext.Current.CancellationToken);
        await agent.StartAgainAsync();
        await agent.WaitReadyAsync(TestContext.Current.CancellationToken);
        await agent.KillAsync(TestContext.Current.CancellationToken);
        await GrantAsync(cluster, node, pending.Run);
        await agent.StartAgainAsync();
        await cluster.WaitForSuccessAsync(node, "killed", TestContext.Current.CancellationToken);
        await agent.KillAsync(TestContext.Current.CancellationToken);
        await agent.StartAgainAsync();
        await agent.WaitReadyAsync(TestContext.Current.CancellationToken);
        await cluster.FenceAsync(node, TestContext.Current.CancellationToken);

        Assert.Equal(1, cluster.CountMarks("killed"));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_gated_run_costs_two_writes_and_one_watch_and_nothing_afterwards(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        var node = agent.Settings.NodeName;
        await cluster.FenceAsync(node, TestContext.Current.CancellationToken);
        var before = RequestsIn(cluster).Count;

        await SetGatedAsync(cluster, "counted");
        var run = (await WaitsAsync(cluster, node)).Run;
        await Eventually.IsTrueAsync(
            "the Lease is watched",
            () => RequestsIn(cluster).Any(request => IsLease(request) && IsWatch(request)),
            cancellationToken: TestContext.Current.CancellationToken
        );
        await GrantAsync(cluster, node, run);
        await cluster.WaitForSuccessAsync(node, "counted", TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(
            "the writes are in the log",
            () => RequestsIn(cluster).Count >= before + 4,
            cancellationToken: TestContext.Current.CancellationToken
        );
        // Nothing to wait for: that nothing happens in this time is the point.
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);

        var requests = RequestsIn(cluster).Skip(before).ToList();
        Assert.Equal(2, requests.Count(request => request.StartsWith("PATCH", StringComparison.Ordinal)));
        Assert.All(requests.Where(IsLease), request =>
            Assert.Contains($"fieldSelector=metadata.name%3D{ObjectNames.Grant("node-tasker", node)}", request, StringComparison.Ordinal)
        );
        Assert.Equal([false, true], requests.Where(IsLease).Select(IsWatch));
        Assert.Equal(4, requests.Count);
    }

    private static bool IsLease(string request) => request.Contains("/leases", StringComparison.Ordinal);

    private static bool IsWatch(string request) => request.Contains("watch=true", StringComparison.Ordinal);

    private static IReadOnlyList<string> RequestsIn(TestCluster cluster) => cluster.Server.RequestsOfOthers(cluster.Unique);

    // A node that says that its gated task is paused.
    private async Task<(TestCluster Cluster, string Node, string Run)> PausedAsync(ServerKind kind, string mark)
    {
        var cluster = await ClusterAsync(kind);
        var node = (await cluster.AddReadyAgentAsync("worker", Cancellation)).Settings.NodeName;
        await SetGatedAsync(cluster, mark, paused: true);
        return (
            cluster,
            node,
            (await cluster.WaitForResultAsync(node, "paused", result => result.Message == "the rollout is paused", Cancellation)).Run
        );
    }

    private static Task SetGatedAsync(TestCluster cluster, string mark, bool paused = false)
    {
        var data = new JsonObject { ["task"] = cluster.MarkingScript(mark), ["parallelism"] = "1" };
        if (paused)
            data["paused"] = "true";
        return cluster.SetTaskAsync(data, Cancellation);
    }

    private static Task<NodeResult> WaitsAsync(TestCluster cluster, string node) =>
        cluster.WaitForResultAsync(
            node,
            "waiting for the controller",
            result => result.Phase == "Pending" && result.Message.StartsWith("waiting for the controller", StringComparison.Ordinal),
            Cancellation
        );

    private static DateTimeOffset StartOf(NodeResult result) => DateTimeOffset.Parse(result["startTime"], CultureInfo.InvariantCulture);

    private static JsonObject Annotating(string annotation, string? value, JsonObject? data = null)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [annotation] = value } } };
        if (data is not null)
            patch["data"] = data;
        return patch;
    }

    private static string Leases(TestCluster cluster) => $"apis/coordination.k8s.io/v1/namespaces/{cluster.Namespace}/leases";

    /// <summary>Writes the node's Lease as the controller does.</summary>
    private static async Task GrantAsync(TestCluster cluster, string node, string run)
    {
        var name = ObjectNames.Grant("node-tasker", node);
        var path = $"{Leases(cluster)}/{name}";
        var spec = new JsonObject { ["holderIdentity"] = run };
        if (await cluster.Api.GetAsync(path, Cancellation) is null)
            await cluster.Api.PostAsync(
                Leases(cluster),
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = name },
                    ["spec"] = spec,
                },
                Cancellation
            );
        else
            await cluster.Api.MergePatchAsync(path, new JsonObject { ["spec"] = spec }, Cancellation);
    }
}
