using NodeTasker.HostAgent.Executing;
using NodeTasker.HostAgent.Tests.Fakes;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Executing;

public sealed class StateFolderTests : IAsyncLifetime
{
    private readonly HostScripts _host = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact(Timeout = 60_000)]
    public async Task A_state_folder_that_cannot_be_written_starts_nothing_and_says_so()
    {
        File.WriteAllText(_host.StateDir + "/runs", "a file in the way");

        var outcome = Assert.IsType<RunOutcome.NotStarted>(
            await _host.RunAsync("echo ran\n").WaitAsync(TestContext.Current.CancellationToken)
        );

        Assert.StartsWith($"The run's folder {_host.Folder.Path} could not be written: ", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("nonce", outcome.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_full_state_folder_starts_nothing_and_says_so()
    {
        await using var disk = await MountAsync("256k").WaitAsync(TestContext.Current.CancellationToken);
        var order = HostScripts.Order("echo ran\n") with { Files = new Dictionary<string, byte[]> { ["large"] = new byte[1024 * 1024] } };

        var outcome = Assert.IsType<RunOutcome.NotStarted>(await _host.RunAsync(order));

        Assert.Contains("could not be written: ", outcome.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_host.Folder.Started));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_read_only_state_folder_starts_nothing_and_says_so()
    {
        await using var disk = await MountAsync("1m");
        (
            await RunningProcess.RunAsync(
                "mount",
                ["-o", "remount,ro", _host.StateDir],
                cancellationToken: TestContext.Current.CancellationToken
            )
        ).Successful("remount");

        Assert.IsType<RunOutcome.NotStarted>(await _host.RunAsync("echo ran\n"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_script_runs_from_a_folder_that_is_mounted_noexec()
    {
        await using var disk = await MountAsync("1m,noexec").WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("ran\n", await _host.OutputOfAsync("#!/bin/sh\necho ran\n"));
    }

    [Fact]
    public void Leftovers_of_an_attempt_that_never_started_go()
    {
        Directory.CreateDirectory(_host.Folder.Work);
        File.WriteAllText(_host.Folder.Work + "/leftover", "");
        File.WriteAllText(_host.Folder.Started, "revoked\n");

        _host.Folder.Create(HostScripts.Order("exit 0\n"));

        Assert.Equal(
            [_host.Folder.Environment, _host.Folder.Path + "/reserve", _host.Folder.Supervisor, _host.Folder.Script],
            Directory.GetFiles(_host.Folder.Path, "*", SearchOption.AllDirectories).Order()
        );
    }

    [Theory(Timeout = 60_000)]
    [InlineData("500", "cpu")]
    [InlineData(null, "memory, pids")]
    public async Task Limits_that_cannot_be_enforced_start_nothing(string? milliCpu, string named)
    {
        var limits = milliCpu is not null ? new ResourceLimits(MilliCpu: 500) : new ResourceLimits(MemoryBytes: 1 << 20, Pids: 5);

        var outcome = Assert.IsType<RunOutcome.NotStarted>(
            await _host.RunAsync(HostScripts.Order("echo ran\n") with { Limits = limits }).WaitAsync(TestContext.Current.CancellationToken)
        );

        Assert.StartsWith($"The limits of the task ({named}) cannot be enforced on this node", outcome.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_host.Folder.Path));
    }

    [Fact(Timeout = 60_000)]
    public async Task Namespaces_that_cannot_be_entered_start_nothing_and_say_so()
    {
        await using var host = new HostScripts(hostPid: 4_000_000);

        var outcome = Assert.IsType<RunOutcome.NotStarted>(
            await host.RunAsync("echo ran\n").WaitAsync(TestContext.Current.CancellationToken)
        );

        Assert.StartsWith("The supervisor could not be started on the host: ", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("/proc/4000000/ns", outcome.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_end_of_a_script_that_filled_the_disk_with_its_output_is_known()
    {
        await using var disk = await MountAsync("256k").WaitAsync(TestContext.Current.CancellationToken);

        var outcome = await _host.RunAsync("cat /dev/zero\nexit 6\n");

        Assert.Equal(6, Assert.IsType<RunOutcome.Exited>(outcome).ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task In_a_hosts_namespaces_its_hostname_is_seen_and_a_cancel_leaves_nothing_alive()
    {
        var unavailable = await NodeTasker.Testing.HostNamespaces.WhyUnavailableAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(unavailable is null, unavailable ?? "");
        await using var namespaces = await NodeTasker.Testing.HostNamespaces.CreateAsync(
            "some-host",
            TestContext.Current.CancellationToken
        );
        await using var host = new HostScripts(namespaces.InitProcessId);
        var script = host.Start("hostname\n(setsid sleep 300 >/dev/null 2>&1 &)\necho ready\nsleep 300\n");
        Assert.StartsWith("some-host\n", await host.WrittenAsync("ready"), StringComparison.Ordinal);

        var found = host.NewExecutor().Attach(Wish.Task, HostScripts.Entry())!;
        Assert.False(found.Completion.IsCompleted);
        script.Stop(StopReason.Cancelled);

        Assert.Equal(
            15,
            Assert
                .IsType<RunOutcome.Exited>(
                    await script.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)
                )
                .Signal
        );
        Assert.Equal(
            15,
            Assert
                .IsType<RunOutcome.Exited>(
                    await found.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)
                )
                .Signal
        );
        await host.NothingIsAliveAsync();
    }

    /// <summary>Puts a small disk in the place of the state folder, for as long as the test runs.</summary>
    private async Task<Disk> MountAsync(string options)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Mounting needs root.");
        var mounted = await RunningProcess.RunAsync(
            "mount",
            ["-t", "tmpfs", "-o", $"size={options}", "tmpfs", _host.StateDir],
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.SkipUnless(mounted.ExitCode == 0, $"Mounting is refused here: {mounted.StandardError}");
        return new Disk(_host.StateDir);
    }

    private sealed class Disk(string path) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => (await RunningProcess.RunAsync("umount", ["--lazy", path])).Successful("umount");
    }
}
