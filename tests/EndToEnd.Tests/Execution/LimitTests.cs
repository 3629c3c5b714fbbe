namespace NodeTasker.EndToEnd.Tests.Execution;

/// <summary>Limits of a run: enforced, or refused with the reason; never ignored.</summary>
public sealed class LimitTests(SharedServers servers, BootedHost host, ITestOutputHelper output)
    : ExecutionTest(servers, host, output),
        IClassFixture<BootedHost>
{
    public static TheoryData<string> LaunchersWithCgroups => new("systemd", "cgroup");

    [Theory(Timeout = 60_000), MemberData(nameof(EveryLauncher))]
    public async Task A_limit_that_the_host_cannot_enforce_keeps_the_script_from_starting_and_says_which(string launcher)
    {
        await using var node = await NodeAsync(launcher);
        (string Key, string Value)[] limits = [("cpu", "500m"), ("memory", "64Mi"), ("pids", "50")];
        var enforced = launcher == "process" ? [] : Host.Controllers;
        var missing = limits.Where(limit => !enforced.Contains(limit.Key)).ToList();
        Assert.SkipWhen(missing.Count == 0, $"this host has the controllers for all limits: {string.Join(' ', enforced)}");

        foreach (var limit in missing)
        {
            var result = await node.RunAsync(node.Mark(limit.Key), TestContext.Current.CancellationToken, limit);

            Assert.Equal(("Failed", "StartError"), (result.Phase, result.Reason));
            Assert.Contains($"({limit.Key}) cannot be enforced on this node", result.Message, StringComparison.Ordinal);
            Assert.Equal(0, node.CountMarks(limit.Key));
        }

        Assert.Equal("Succeeded", (await node.RunAsync("echo", TestContext.Current.CancellationToken)).Phase);
    }

    [Theory(Timeout = 60_000), MemberData(nameof(LaunchersWithCgroups))]
    public async Task A_memory_hog_is_ended_within_its_limit_and_says_so(string launcher)
    {
        await using var node = await NodeAsync(launcher);
        SkipWithout("memory");

        var result = await node.RunAsync("head -c 500000000 /dev/zero | tail", TestContext.Current.CancellationToken, ("memory", "64Mi"));

        Assert.Equal(("Failed", "OOMKilled"), (result.Phase, result.Reason));
    }

    [Theory(Timeout = 60_000), MemberData(nameof(LaunchersWithCgroups))]
    public async Task A_fork_bomb_stays_within_its_number_of_processes_and_ends_at_its_timeout(string launcher)
    {
        await using var node = await NodeAsync(launcher);
        SkipWithout("pids");

        var result = await node.RunAsync(
            "#!/bin/bash\nbomb() { bomb | bomb & }\nbomb 2>/dev/null\nsleep 600",
            TestContext.Current.CancellationToken,
            ("pids", "50"),
            ("timeout", "2s"),
            ("gracePeriod", "200ms")
        );

        Assert.Equal("Failed", result.Phase);
        await Eventually.BecomesAsync(
            "nothing of the bomb is alive",
            () => ProcessTable.NamesPath(node.PathOf("state/runs")),
            left => left.Count == 0,
            TimeSpan.FromSeconds(5),
            TestContext.Current.CancellationToken
        );
    }

    private void SkipWithout(string controller) =>
        Assert.SkipUnless(
            Host.Controllers.Contains(controller),
            $"the test host's cgroup v2 hierarchy has no controller '{controller}' (it has: {string.Join(' ', Host.Controllers)})"
        );
}
