using System.Globalization;
using NodeTasker.TaskModel;

namespace NodeTasker.HostAgent.Executing;

/// <summary>The host's systemd supervises: a transient unit for each attempt, whose ExecStopPost leaves the exit record, whether there is an agent or not.</summary>
internal sealed class SystemdLauncher(HostNamespaces host, HostShell shell, TimeProvider time) : ILauncher
{
    private static readonly TimeSpan RecordInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan UnitInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>One rule for all launchers: what runs out of memory ends as a whole. systemd knows it from version 243 on.</summary>
    private const string EndsWhenOutOfMemory = "OOMPolicy=kill";
    private bool _knowsOomPolicy = true;

    public string Name => "systemd";

    public bool EnforcesTimeout => true;

    public async Task<string?> WhyUnavailableAsync(CancellationToken cancellationToken)
    {
        if (host.Pid == 0)
            return "no host's namespaces are entered (--host-pid 0)";
        if (!Directory.Exists($"/proc/{host.Pid}/root/run/systemd/system"))
            return "systemd does not run on the host";
        var (exitCode, errors) = await TryAsync("--property=" + EndsWhenOutOfMemory);
        _knowsOomPolicy = exitCode == 0;
        if (exitCode > 0)
            (exitCode, errors) = await TryAsync();
        return exitCode == 0 ? null : $"systemd-run does not work on the host (exit code {exitCode}): {errors}";

        Task<(int ExitCode, string Errors)> TryAsync(params string[] options) =>
            shell.AskAsync(["systemd-run", "--quiet", "--wait", "--collect", .. options, "--", "/bin/sh", "-c", ":"], cancellationToken);
    }

    public string? Refuse(RunOrder order)
    {
        var missing = LimitNames.Missing(order.Limits, Controllers());
        return missing.Count == 0
            ? null
            : $"The limits of the task ({string.Join(", ", missing)}) cannot be enforced on this node: its systemd lacks the cgroup controllers. Leave them out to run without.";
    }

    public async Task<string?> LaunchAsync(RunFolder folder, RunOrder order)
    {
        var (exitCode, errors) = await shell.RunAsync([
            "systemd-run",
            "--quiet",
            "--wait",
            "--collect",
            "--no-ask-password",
            $"--unit={UnitOf(folder)}",
            $"--description=Node Tasker: {order.Task} run {order.Run} attempt {order.Attempt}",
            .. Properties(folder, order, _knowsOomPolicy).Select(property => "--property=" + property),
            // systemd takes $NAME in a command line for a variable of its own (systemd.service(5), "Command lines").
            "--",
            .. SuperviseCommand.Unit(folder, order).Select(argument => argument.Replace("$", "$$", StringComparison.Ordinal)),
        ]);
        // Its connection to systemd can break while the unit goes on, as when a task updates the message bus.
        if (ExitRecord.Read(folder) is null && StartRecord.Read(folder) is not null)
            await WaitForEndAsync(folder, CancellationToken.None);
        return errors.Length > 0 ? errors : $"systemd-run ended with exit code {exitCode} before the script started";
    }

    public async Task WaitForEndAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        while (true)
        {
            var asked = time.GetTimestamp();
            if (!await IsLoadedAsync(folder))
                return;
            while (time.GetElapsedTime(asked) < UnitInterval)
            {
                if (ExitRecord.Read(folder) is not null)
                    return;
                await Task.Delay(RecordInterval, time, cancellationToken);
            }
        }
    }

    /// <summary>systemd itself goes on to KILL after the grace period, should the agent not be there any more.</summary>
    public async Task TerminateAsync(RunFolder folder) => await shell.AskAsync(["systemctl", "stop", "--no-block", UnitOf(folder)]);

    public async Task<string?> KillAsync(RunFolder folder)
    {
        var start = time.GetTimestamp();
        while (await IsLoadedAsync(folder))
        {
            if (time.GetElapsedTime(start) > Patience)
                return $"the unit {UnitOf(folder)} could not be ended";
            await shell.AskAsync(["systemctl", "kill", "--signal=KILL", UnitOf(folder)]);
            await shell.AskAsync(["systemctl", "stop", "--no-block", UnitOf(folder)]);
            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        }

        return null;
    }

    /// <summary>systemd's own result says so.</summary>
    public bool RanOutOfMemory(RunFolder folder) => false;

    public void Forget(RunFolder folder)
    {
        // --collect: systemd forgets the unit by itself.
    }

    private static string UnitOf(RunFolder folder) => $"node-tasker-{folder.Key}.service";

    /// <summary>What a run's unit is asked for.</summary>
    internal static IEnumerable<string> Properties(RunFolder folder, RunOrder order, bool knowsOomPolicy)
    {
        // What the script leaves has no grace: its end is not a timeout. A script that is to be stopped has it from ExecStop.
        yield return "KillMode=mixed";
        yield return "ExecStop=-" + string.Join(' ', SuperviseCommand.Stop(UnitOf(folder), folder, order));
        yield return "ExecStopPost=" + string.Join(' ', SuperviseCommand.Post(folder));
        // It bounds ExecStop and ExecStopPost too, which need their time however short the grace is.
        yield return "TimeoutStopSec=" + Seconds(order.GracePeriod + Patience);
        if (order.Timeout is { } timeout)
            yield return "RuntimeMaxSec=" + Seconds(timeout);
        if (order.Limits.MilliCpu is { } milliCpu)
            yield return $"CPUQuota={(milliCpu + 9) / 10}%";
        // None means none, not the host's default.
        yield return $"TasksMax={order.Limits.Pids?.ToString(CultureInfo.InvariantCulture) ?? "infinity"}";
        // Ignored it stays so in every child, where no shell can undo it.
        yield return "IgnoreSIGPIPE=no";
        if (knowsOomPolicy)
            yield return EndsWhenOutOfMemory;
        if (order.Limits.MemoryBytes is not { } memory)
            yield break;
        yield return $"MemoryMax={memory}";
        yield return "MemorySwapMax=0";
    }

    /// <summary>Whole milliseconds; 0 would mean "no limit" to systemd.</summary>
    private static string Seconds(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)span.TotalMilliseconds)}ms");

    private async Task<bool> IsLoadedAsync(RunFolder folder)
    {
        var (exitCode, _) = await shell.AskAsync([
            "/bin/sh",
            "-c",
            "s=$(systemctl show --property=ActiveState --value \"$1\") && case $s in inactive | failed) exit 3 ;; esac",
            "sh",
            UnitOf(folder),
        ]);
        return exitCode != 3;
    }

    private HashSet<string> Controllers()
    {
        var controllers = HostCgroups.Find(host)?.Controllers.ToHashSet() ?? [];
        // Where systemd still uses cgroup v1, each controller has a hierarchy of its own.
        foreach (var controller in new[] { "cpu", "memory", "pids" })
        {
            if (File.Exists($"/proc/{host.Pid}/root/sys/fs/cgroup/{controller}/cgroup.procs"))
                controllers.Add(controller);
        }

        return controllers;
    }
}
