using Microsoft.Extensions.Logging.Abstractions;
using NodeTasker.HostAgent.Hosting;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Hosting;

public sealed class PreflightTests : IDisposable
{
    private readonly TempDir _dir = new();

    public void Dispose() => _dir.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_host_that_can_run_tasks_is_blocked_by_nothing() =>
        Assert.Null(await CheckAsync(_dir["new/state"], 0).WaitAsync(TestContext.Current.CancellationToken));

    [Fact(Timeout = 60_000)]
    public async Task A_state_folder_that_cannot_be_written_is_named()
    {
        _dir.Write("state", "a file in the way");

        var blocked = await CheckAsync(_dir["state"], 0).WaitAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith($"The state folder {_dir["state"]} cannot be written: ", blocked, StringComparison.Ordinal);
        Assert.EndsWith(" Make room, or mount it writable.", blocked, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_read_only_state_folder_is_named()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Mounting needs root.");
        var mounted = await RunningProcess.RunAsync(
            "mount",
            ["-t", "tmpfs", "-o", "ro", "tmpfs", _dir.Path],
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.SkipUnless(mounted.ExitCode == 0, $"Mounting is refused here: {mounted.StandardError}");
        try
        {
            Assert.Contains("cannot be written: ", await CheckAsync(_dir["state"], 0), StringComparison.Ordinal);
        }
        finally
        {
            await RunningProcess.RunAsync("umount", ["--lazy", _dir.Path], cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_host_process_that_is_not_there_is_named_with_what_to_do()
    {
        var blocked = await CheckAsync(_dir.Path, 4_000_000).WaitAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("The namespaces of process 4000000 cannot be entered (exit code 1): ", blocked, StringComparison.Ordinal);
        Assert.EndsWith(
            " There is no process 4000000 in the agent's PID namespace: run the agent with hostPID, or set --host-pid.",
            blocked,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_state_folder_that_is_another_on_the_host_is_named()
    {
        await SkipWithoutNamespacesAsync();
        await using var host = await HostNamespaces.CreateAsync("some-host", TestContext.Current.CancellationToken);
        (
            await RunningProcess.RunAsync(
                "nsenter",
                ["--target", $"{host.InitProcessId}", "--mount", "mount", "-t", "tmpfs", "tmpfs", _dir.Path],
                cancellationToken: TestContext.Current.CancellationToken
            )
        ).Successful("mount");

        var blocked = await CheckAsync(_dir.Path, host.InitProcessId);

        Assert.StartsWith(
            $"The state folder {_dir.Path} of the agent is not {_dir.Path} of the host. Mount the host's folder at the same path",
            blocked,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_host_without_a_shell_is_named()
    {
        await SkipWithoutNamespacesAsync();
        await using var host = await HostNamespaces.CreateAsync("some-host", TestContext.Current.CancellationToken);
        (
            await RunningProcess.RunAsync(
                "nsenter",
                ["--target", $"{host.InitProcessId}", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/usr/bin"],
                cancellationToken: TestContext.Current.CancellationToken
            )
        ).Successful("mount");

        var blocked = await CheckAsync(_dir.Path, host.InitProcessId);

        Assert.EndsWith(" The host has no /bin/sh, which Node Tasker needs.", blocked, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_hosts_namespaces_that_can_be_entered_block_nothing()
    {
        await SkipWithoutNamespacesAsync();
        await using var host = await HostNamespaces.CreateAsync("some-host", TestContext.Current.CancellationToken);

        Assert.Null(await CheckAsync(_dir.Path, host.InitProcessId));
    }

    private static async Task SkipWithoutNamespacesAsync()
    {
        var unavailable = await HostNamespaces.WhyUnavailableAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(unavailable is null, unavailable ?? "");
    }

    private static Task<string?> CheckAsync(string stateDir, int hostPid)
    {
        var host = new HostAgent.Executing.HostNamespaces(hostPid);
        var shell = new HostAgent.Executing.HostShell(host);
        var launchers = new HostAgent.Executing.Launchers(
            [new HostAgent.Executing.ProcessLauncher(host, shell, TimeProvider.System)],
            LauncherKind.Process,
            NullLogger<HostAgent.Executing.Launchers>.Instance
        );
        return new Preflight(stateDir, host, shell, launchers).CheckAsync(TestContext.Current.CancellationToken);
    }
}
