using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NodeTasker.TaskModel;
using NodeTasker.TaskModel.Signing;

namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>What `kubectl describe` says of a task.</summary>
public sealed class EventTests(SharedServers servers, ITestOutputHelper output) : RolloutTest(servers, output)
{
    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_task_that_was_rejected_and_is_put_right_is_accepted_with_the_digest_of_what_runs(ServerKind kind)
    {
        var cluster = await OwnClusterAsync(kind);
        await cluster.AddReadyAgentAsync("n-1", TestContext.Current.CancellationToken);
        await StartController(cluster).WaitActiveAsync(TestContext.Current.CancellationToken);
        var right = new Dictionary<string, string> { ["task"] = "#!/bin/sh\necho hello\n", ["timeout"] = "5m" };
        var digest = Convert.ToHexStringLower(
            SHA256.HashData(
                SignedPayload.Of(new TaskDocument("node-tasker", right, new Dictionary<string, byte[]>(), new Dictionary<string, string>()))
            )
        );

        await cluster.SetTaskAsync(new JsonObject { ["task"] = right["task"], ["tmeout"] = "5m" }, TestContext.Current.CancellationToken);
        await WaitForAsync(cluster, "it is rejected", events =>
            events.Any(e => e.Reason == "TaskRejected" && e.Message.Contains("tmeout", StringComparison.Ordinal))
        );
        await cluster.SetTaskAsync(
            new JsonObject { ["task"] = right["task"], ["timeout"] = right["timeout"] },
            TestContext.Current.CancellationToken
        );

        var events = await WaitForAsync(cluster, "it is accepted", events => events.Any(e => e.Reason == "TaskAccepted"));
        Assert.Contains($"sha256:{digest}", Assert.Single(events, e => e.Reason == "TaskAccepted").Message, StringComparison.Ordinal);
        await WaitForSummaryAsync(cluster, "Complete", summary =>
            summary.Status == "Complete" && summary["_summary"] == "1 node: 1 succeeded"
        );
    }

    private static Task<IReadOnlyList<(string Reason, string Message)>> WaitForAsync(
        TestCluster cluster,
        string wish,
        Func<IReadOnlyList<(string Reason, string Message)>, bool> isAsWished
    ) =>
        Eventually.BecomesAsync(
            wish,
            async cancel =>
            {
                var list = await cluster.Api.GetAsync(
                    $"api/v1/namespaces/{cluster.Namespace}/events?fieldSelector=involvedObject.name%3Dnode-tasker",
                    cancel
                );
                return (IReadOnlyList<(string, string)>)
                    [.. list!["items"]!.AsArray().Select(item => ((string)item!["reason"]!, (string)item["message"]!))];
            },
            isAsWished,
            TimeSpan.FromSeconds(30),
            Cancellation
        );
}
