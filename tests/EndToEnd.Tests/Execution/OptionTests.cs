namespace NodeTasker.EndToEnd.Tests.Execution;

/// <summary>The options of a task that the agent itself carries out, whatever the launcher.</summary>
public sealed class OptionTests(SharedServers servers, BootedHost host, ITestOutputHelper output)
    : ExecutionTest(servers, host, output),
        IClassFixture<BootedHost>
{
    [Fact(Timeout = 60_000)]
    public async Task A_failed_attempt_is_retried_after_its_delay_until_one_succeeds_or_none_is_left()
    {
        await using var node = await NodeAsync("systemd");

        var third = await node.RunAsync(
            "echo attempt $NODE_TASKER_ATTEMPT; [ $NODE_TASKER_ATTEMPT = 3 ]",
            TestContext.Current.CancellationToken,
            ("retries", "5"),
            ("retryDelay", "100ms")
        );
        var never = await node.RunAsync(
            $"{node.Mark("never")}exit 4",
            TestContext.Current.CancellationToken,
            ("retries", "2"),
            ("retryDelay", "0s")
        );

        Assert.Equal(("Succeeded", "3", "attempt 3\n"), (third.Phase, third["attempt"], third.Output));
        Assert.Equal(("Failed", "NonZeroExit", "4", "3"), (never.Phase, never.Reason, never.ExitCode, never["attempt"]));
        Assert.Equal(3, node.CountMarks("never"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cancel_during_the_wait_for_a_retry_ends_the_run()
    {
        await using var node = await NodeAsync("cgroup");
        await node.SetAsync($"{node.Mark("tried")}exit 4", TestContext.Current.CancellationToken, ("retries", "3"), ("retryDelay", "1h"));
        await node.ResultAsync(
            "waiting for its next attempt",
            r => r.Message.Contains("next one is due", StringComparison.Ordinal),
            TestContext.Current.CancellationToken
        );

        await node.CancelAsync(TestContext.Current.CancellationToken);
        var result = await node.EndAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Cancelled", result.Phase);
        Assert.Equal(1, node.CountMarks("tried"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_task_that_waits_lets_the_run_under_way_finish_and_then_runs_the_newest_alone()
    {
        await using var node = await NodeAsync("cgroup");
        var gate = node.PathOf("gate");
        await node.SetAsync(
            $"{node.Mark("long")}while [ ! -e {gate} ]; do sleep 0.05; done\n{node.Mark("long-ended")}",
            TestContext.Current.CancellationToken
        );
        await node.WaitForMarkAsync("long", TestContext.Current.CancellationToken);

        await node.SetAsync(node.Mark("between"), TestContext.Current.CancellationToken, ("concurrencyPolicy", "Wait"));
        await node.SetAsync($"{node.Mark("newest")}echo newest", TestContext.Current.CancellationToken, ("concurrencyPolicy", "Wait"));
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        var result = await node.ResultAsync("that of the newest", r => r.Output == "newest\n", TestContext.Current.CancellationToken);

        Assert.Equal("Succeeded", result.Phase);
        Assert.Equal(
            (1, 1, 0, 1),
            (node.CountMarks("long"), node.CountMarks("long-ended"), node.CountMarks("between"), node.CountMarks("newest"))
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task OutputLimit_says_how_much_of_head_and_tail_is_in_the_result()
    {
        await using var node = await NodeAsync("process");

        var result = await node.RunAsync(
            "echo first; seq 1000000; echo last",
            TestContext.Current.CancellationToken,
            ("outputLimit", "1Ki")
        );

        const int Written = 6888896 + 11;
        Assert.Equal(("true", $"{Written}"), (result["outputTruncated"], result["outputBytes"]));
        Assert.StartsWith("first\n1\n2\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("999999\n1000000\nlast\n", result.Output, StringComparison.Ordinal);
        Assert.InRange(result.Output.Length, 900, 1200);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_output_of_a_long_run_is_refreshed_while_it_writes()
    {
        await using var node = await NodeAsync("systemd");
        var gate = node.PathOf("gate");
        await node.SetAsync(
            $"echo one\nwhile [ ! -e {gate} ]; do sleep 0.05; done\necho two\nwhile [ ! -e {gate}2 ]; do sleep 0.05; done",
            TestContext.Current.CancellationToken
        );

        await node.ResultAsync(
            "Running with the first line",
            r => r is { Phase: "Running", Output: "one\n" },
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        await node.ResultAsync(
            "Running with both lines",
            r => r is { Phase: "Running", Output: "one\ntwo\n" },
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync($"{gate}2", "", TestContext.Current.CancellationToken);

        Assert.Equal("Succeeded", (await node.EndAsync(TestContext.Current.CancellationToken)).Phase);
    }
}
