namespace NodeTasker.EndToEnd.Tests.Execution;

/// <summary>What a script gets from its launcher and what comes of its end, the same with each of them.</summary>
public sealed class ScriptEndTests(SharedServers servers, BootedHost host, ITestOutputHelper output)
    : ExecutionTest(servers, host, output),
        IClassFixture<BootedHost>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Theory(Timeout = 60_000), MemberData(nameof(EveryLauncher))]
    public async Task A_script_runs_on_the_host_as_the_task_says_and_its_end_is_told_as_it_was(string launcher)
    {
        await using var node = await NodeAsync(launcher);

        var plain = await node.RunAsync(
            "hostname; id -un; echo to stderr >&2; cat extra; printf '%s|' \"$TEXT\" \"$HOME\"; pwd",
            TestContext.Current.CancellationToken,
            ("env.TEXT", "it's \"$HOME\"\n2"),
            ("file.extra", "beside\n")
        );
        var elsewhere = await node.RunAsync(
            "#!/bin/bash\npwd; echo ${BASH_VERSION:+bash}",
            TestContext.Current.CancellationToken,
            ("workingDir", "/usr")
        );
        var nobody = await node.RunAsync(
            "id -un; id -u; touch mine && echo written; cat extra; cat /proc/1/environ 2>/dev/null || echo refused",
            TestContext.Current.CancellationToken,
            ("user", "nobody"),
            ("file.extra", "beside\n")
        );
        var seven = await node.RunAsync("echo bad; exit 7", TestContext.Current.CancellationToken);
        var signal = await node.RunAsync("kill -SEGV $$", TestContext.Current.CancellationToken);
        var noInterpreter = await node.RunAsync("#!/no/such/interpreter\necho", TestContext.Current.CancellationToken);
        var noUser = await node.RunAsync("echo", TestContext.Current.CancellationToken, ("user", "no-such-user"));
        var noFolder = await node.RunAsync("echo", TestContext.Current.CancellationToken, ("workingDir", "/no/such/folder"));

        Assert.Equal("Succeeded", plain.Phase);
        Assert.StartsWith(
            $"{Host.Name}\nroot\nto stderr\nbeside\nit's \"$HOME\"\n2|/root|{node.PathOf("state")}/runs/node-tasker/",
            plain.Output,
            StringComparison.Ordinal
        );
        Assert.Equal("/usr\nbash\n", elsewhere.Output);
        Assert.Equal("nobody\n65534\nwritten\nbeside\nrefused\n", nobody.Output);
        Assert.Equal(("Failed", "NonZeroExit", "7", "bad\n"), (seven.Phase, seven.Reason, seven.ExitCode, seven.Output));
        Assert.Equal(("Failed", "Signaled", "139", "11"), (signal.Phase, signal.Reason, signal.ExitCode, signal["signal"]));
        Assert.All([noInterpreter, noUser, noFolder], result => Assert.Equal(("Failed", "StartError"), (result.Phase, result.Reason)));
        Assert.Contains("/no/such/interpreter", noInterpreter.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-user", noUser.Message, StringComparison.Ordinal);
        Assert.Contains("/no/such/folder", noFolder.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000), MemberData(nameof(EveryLauncher))]
    public async Task A_run_ends_when_its_script_ends_and_what_the_script_leaves_ends_with_it(string launcher)
    {
        await using var node = await NodeAsync(launcher);
        var script = new StubbornScript();

        var result = await node.RunAsync(script.ThatEnds, TestContext.Current.CancellationToken);

        Assert.Equal(("Succeeded", "done\n"), (result.Phase, result.Output));
        await script.IsGoneAsync(Soon, TestContext.Current.CancellationToken);
    }

    [Theory(Timeout = 60_000), MemberData(nameof(EveryLauncher))]
    public async Task A_timeout_ends_everything_of_a_script_that_does_all_it_can_to_outlive_it(string launcher)
    {
        await using var node = await NodeAsync(launcher);
        var script = new StubbornScript();

        await node.SetAsync(
            script.ThatStays(node.Mark("began")),
            TestContext.Current.CancellationToken,
            ("timeout", "1s"),
            ("gracePeriod", "200ms")
        );
        await script.IsUpAsync(TestContext.Current.CancellationToken);
        var result = await node.EndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("Failed", "DeadlineExceeded"), (result.Phase, result.Reason));
        await script.IsGoneAsync(Soon, TestContext.Current.CancellationToken);
        Assert.Equal(1, node.CountMarks("began"));
    }

    [Theory(Timeout = 60_000), MemberData(nameof(EveryLauncher))]
    public async Task A_cancel_ends_everything_of_a_script_that_does_all_it_can_to_outlive_it(string launcher)
    {
        await using var node = await NodeAsync(launcher);
        var script = new StubbornScript();

        await node.SetAsync(script.ThatStays(node.Mark("began")), TestContext.Current.CancellationToken, ("gracePeriod", "200ms"));
        await script.IsUpAsync(TestContext.Current.CancellationToken);
        await node.CancelAsync(TestContext.Current.CancellationToken);
        var result = await node.EndAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Cancelled", result.Phase);
        await script.IsGoneAsync(Soon, TestContext.Current.CancellationToken);
        Assert.Equal(1, node.CountMarks("began"));
    }

    [Theory(Timeout = 60_000), MemberData(nameof(EveryLauncher))]
    public async Task A_replaced_run_is_ended_with_everything_of_it_before_the_next_one_starts(string launcher)
    {
        await using var node = await NodeAsync(launcher);
        var script = new StubbornScript();
        await node.SetAsync(script.ThatStays(node.Mark("began")), TestContext.Current.CancellationToken, ("gracePeriod", "200ms"));
        await script.IsUpAsync(TestContext.Current.CancellationToken);

        await node.SetAsync("echo next", TestContext.Current.CancellationToken, ("concurrencyPolicy", "Replace"));
        var result = await node.ResultAsync("that of the next run", r => r.Phase == "Succeeded", TestContext.Current.CancellationToken);

        Assert.Equal("next\n", result.Output);
        await script.IsGoneAsync(Soon, TestContext.Current.CancellationToken);
        Assert.Equal(1, node.CountMarks("began"));
    }

    [Theory(Timeout = 60_000), MemberData(nameof(EveryLauncher))]
    public async Task Without_any_grace_the_end_is_still_told_as_it_was(string launcher)
    {
        await using var node = await NodeAsync(launcher);

        var result = await node.RunAsync(
            "echo some; sleep 600",
            TestContext.Current.CancellationToken,
            ("timeout", "2s"),
            ("gracePeriod", "0s")
        );

        Assert.Equal(("Failed", "DeadlineExceeded", "some\n"), (result.Phase, result.Reason, result.Output));
    }

    [Theory(Timeout = 60_000), MemberData(nameof(EveryLauncher))]
    public async Task A_script_that_ends_at_TERM_has_its_grace(string launcher)
    {
        await using var node = await NodeAsync(launcher);

        var result = await node.RunAsync(
            "#!/bin/bash\ntrap 'echo tidied; exit 3' TERM\nsleep 600 & wait",
            TestContext.Current.CancellationToken,
            ("timeout", "2s")
        );

        Assert.Equal(("Failed", "DeadlineExceeded", "3", "tidied\n"), (result.Phase, result.Reason, result.ExitCode, result.Output));
    }
}
