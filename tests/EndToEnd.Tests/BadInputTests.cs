using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests;

/// <summary>Bad tasks: the result says what is wrong and what to do, nothing runs, and the agent takes the next one.</summary>
public sealed class BadInputTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task A_task_that_can_not_be_right_is_rejected_with_what_is_wrong(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);

        await RejectedAsync(new() { ["timout"] = "5s" }, "unknown key 'timout'", "timeout");
        await RejectedAsync(new() { ["timeout"] = "5 parsecs" }, "timeout", "5 parsecs");
        await RejectedAsync(new() { ["retries"] = "many", ["pids"] = "-3" }, "retries", "many", "pids", "-3");
        await RejectedAsync(new() { ["nodeSelector"] = "role=(" }, "nodeSelector", "role=(");
        await RejectedAsync(new() { ["task"] = "#!/bin/sh\n" + new string('#', 920 * 1024) }, "task", "900");

        async Task RejectedAsync(JsonObject keys, params string[] parts)
        {
            var mark = $"bad-{Guid.NewGuid():n}";
            if (!keys.ContainsKey("task"))
                keys["task"] = cluster.MarkingScript(mark);
            await cluster.SetTaskAsync(keys, TestContext.Current.CancellationToken);
            var result = await cluster.WaitForResultAsync(
                agent.Settings.NodeName,
                $"Rejected and names {string.Join(", ", parts)}",
                result => result.Phase == "Rejected" && parts.All(part => result.Message.Contains(part, StringComparison.Ordinal)),
                TestContext.Current.CancellationToken
            );
            Assert.Equal("", result.ExitCode);
            await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);
            Assert.Equal(0, cluster.CountMarks(mark));
        }
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_binary_script_is_rejected(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync(
            [],
            TestContext.Current.CancellationToken,
            binaryData: new JsonObject { ["task"] = Convert.ToBase64String([0x7f, 0x45, 0x4c, 0x46, 0, 255, 254]) }
        );

        var result = await cluster.WaitForResultAsync(
            agent.Settings.NodeName,
            "Rejected",
            result => result.Phase == "Rejected",
            TestContext.Current.CancellationToken
        );
        Assert.Contains("task", result.Message, StringComparison.Ordinal);
        await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task An_empty_or_missing_script_is_nothing_to_do(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(cluster.MarkingScript("full"), TestContext.Current.CancellationToken);
        var full = await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "full", TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync("", TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(new JsonObject { ["timeout"] = "5s" }, TestContext.Current.CancellationToken);
        var after = await cluster.ResultAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);
        await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);

        Assert.Equal(full.ResourceVersion, after!.ResourceVersion);
        Assert.Equal(1, cluster.CountMarks("full"));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_missing_interpreter_is_named(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync("#!/usr/bin/no-such-interpreter -x\nsay hello\n", TestContext.Current.CancellationToken);

        var result = await cluster.WaitForResultAsync(
            agent.Settings.NodeName,
            "Failed",
            result => result.Phase == "Failed",
            TestContext.Current.CancellationToken
        );
        Assert.Equal("StartError", result.Reason);
        Assert.Contains("/usr/bin/no-such-interpreter", result.Message, StringComparison.Ordinal);
        await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_carriage_return_behind_the_interpreter_is_named(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync("#!/bin/sh\r\necho hello\r\n", TestContext.Current.CancellationToken);

        var result = await cluster.WaitForResultAsync(
            agent.Settings.NodeName,
            "at an end",
            result => result.Phase is "Rejected" or "Failed",
            TestContext.Current.CancellationToken
        );
        Assert.Matches("(?i)CRLF|carriage return|Windows line", result.Message);
        await cluster.FenceAsync(agent.Settings.NodeName, TestContext.Current.CancellationToken);
    }
}
