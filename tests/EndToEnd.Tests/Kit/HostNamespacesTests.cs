namespace NodeTasker.EndToEnd.Tests.Kit;

public sealed class HostNamespacesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_host_has_its_own_name_and_process_ids_and_everything_in_it_dies_with_it()
    {
        var reason = await HostNamespaces.WhyUnavailableAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(reason is not null, reason ?? "");
        using var folder = new TempDir();
        var host = await HostNamespaces.CreateAsync("elsewhere", TestContext.Current.CancellationToken);
        var enter = new[] { "--target", $"{host.InitProcessId}", "--mount", "--uts", "--ipc", "--cgroup", "--pid" };

        var inside = await RunningProcess.RunAsync(
            "nsenter",
            [.. enter, "sh", "-c", "hostname; cat /proc/1/comm"],
            cancellationToken: TestContext.Current.CancellationToken
        );
        await RunningProcess.RunAsync(
            "nsenter",
            [.. enter, "sh", "-c", $"setsid sh -c 'cd {folder.Path}; exec sleep 1000' >/dev/null 2>&1 &"],
            cancellationToken: TestContext.Current.CancellationToken
        );
        await Eventually.IsTrueAsync(
            "the daemon runs",
            () => ProcessTable.NamesPath(folder.Path).Count > 0,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await host.DisposeAsync();

        Assert.Equal("elsewhere\nsh\n", inside.StandardOutput);
        await Eventually.BecomesAsync(
            "nothing is left of the host",
            () => ProcessTable.NamesPath(folder.Path),
            left => left.Count == 0,
            cancellationToken: TestContext.Current.CancellationToken
        );
    }
}
