using System.Globalization;
using NodeTasker.EndToEnd.Tests.Deploy;

namespace NodeTasker.EndToEnd.Tests.Execution;

/// <summary>A host with a systemd and a cgroup v2 hierarchy of its own that agents of tests run scripts on, by <c>tests/testhost/testhost.sh</c>.</summary>
public sealed class BootedHost : IAsyncLifetime
{
    private static readonly string Script = RepositoryFile.Of("tests/testhost/testhost.sh");
    private static int _count;
    private readonly string _name = $"execution-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";

    /// <summary>Why it can't run here; null when it does.</summary>
    public string? Unavailable { get; private set; }

    /// <summary>Its name, which is its hostname.</summary>
    public string Name => _name;

    /// <summary>Its PID 1, as the machine numbers it; another one after a reboot.</summary>
    public int Pid { get; private set; }

    /// <summary>The same folder inside and outside; every user may pass through it.</summary>
    public string Shared { get; } = Directory.CreateTempSubdirectory("node-tasker-host-").FullName;

    public async ValueTask InitializeAsync()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Unavailable = "booting a test host needs root";
            return;
        }

        File.SetUnixFileMode(Shared, (UnixFileMode)Convert.ToInt32("755", 8));
        // The first time it makes Debian's tree, which takes minutes on a busy machine and is impossible without a package mirror.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        try
        {
            var up = await ToolRun.OfAsync("bash", [Script, "up", _name, Shared], cancellationToken: limit.Token);
            if (up.ExitCode == 0)
                Pid = int.Parse(up.Output.Trim(), CultureInfo.InvariantCulture);
            else
                Unavailable = $"the test host does not boot here: {up.Error.Trim()}";
        }
        catch (OperationCanceledException)
        {
            Unavailable = "the test host did not boot within four minutes";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            await ToolRun.OfAsync("bash", [Script, "down", _name], cancellationToken: limit.Token);
        }

        Directory.Delete(Shared, recursive: true);
    }

    /// <summary>Reboots it and waits until its systemd is up again; <see cref="Pid"/> is the new one then.</summary>
    public async Task RebootAsync(CancellationToken cancellationToken)
    {
        // An nsenter --pid waits outside for what it has started inside, and is stopped with it when the host's shutdown stops everything for a
        // moment, but not continued: the shutdown would wait for it. A real host, whose agent shares its PID namespace, has no such process.
        foreach (var (id, command) in ProcessTable.NamesPath($"--target {Pid} "))
            if (command.StartsWith("nsenter", StringComparison.Ordinal))
                UnixSignal.Send(id, UnixSignal.Kill);
        await RunAsync(cancellationToken, "systemctl", "reboot");
        Pid = await Eventually.BecomesAsync(
            $"host {_name} has another PID 1",
            PidAsync,
            pid => pid > 0 && pid != Pid,
            cancellationToken: cancellationToken
        );
        await Eventually.BecomesAsync(
            $"host {_name} is up again",
            cancel => RunAsync(cancel, "systemctl", "is-system-running", "--wait"),
            answer => answer.Output.Trim() is "running" or "degraded",
            cancellationToken: cancellationToken
        );
    }

    /// <summary>The controllers of its cgroup v2 hierarchy.</summary>
    public IReadOnlyList<string> Controllers =>
        File.ReadAllText($"/proc/{Pid}/root/sys/fs/cgroup/cgroup.controllers")
            .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    internal Task<ToolRun> RunAsync(CancellationToken cancellationToken, params string[] command) =>
        ToolRun.OfAsync("bash", [Script, "sh", _name, .. command], cancellationToken: cancellationToken);

    private async Task<int> PidAsync(CancellationToken cancellationToken)
    {
        var answer = await ToolRun.OfAsync("bash", [Script, "pid", _name], cancellationToken: cancellationToken);
        return int.TryParse(answer.Output.Trim(), CultureInfo.InvariantCulture, out var pid) ? pid : 0;
    }
}
