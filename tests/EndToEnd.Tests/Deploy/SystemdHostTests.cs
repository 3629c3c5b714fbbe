using System.Runtime.Versioning;

namespace NodeTasker.EndToEnd.Tests.Deploy;

/// <summary>The service on a booted systemd, with a stand-in for the agent: what is tested is the unit and the install scripts.</summary>
[SupportedOSPlatform("linux")]
public sealed class SystemdHostTests(ThrowAwayHost host) : IClassFixture<ThrowAwayHost>
{
    private const string InService = "nsenter --target $(systemctl show node-tasker-agent -P MainPID) --mount";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task The_service_starts_hardened_its_scripts_have_the_rights_of_PID_1_and_a_run_outlives_restart_and_uninstall()
    {
        Assert.SkipUnless(host.Unavailable is null, host.Unavailable ?? "");
        var folder = CopyScripts();

        // Without a kubeconfig it is installed and not started.
        var early = await InstallAsync(folder).WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(early.ExitCode == 0, early.ToString());
        Assert.Contains("not started: there is no /etc/node-tasker/kubeconfig", early.Output, StringComparison.Ordinal);
        Assert.Equal("inactive", await OutputAsync("systemctl show node-tasker-agent -P ActiveState"));

        File.WriteAllText(Path.Combine(folder, "kubeconfig"), "apiVersion: v1\n");
        var installed = await InstallAsync(folder, "--kubeconfig", Path.Combine(folder, "kubeconfig"));
        Assert.True(installed.ExitCode == 0, installed.ToString());
        Assert.Equal(
            "active enabled",
            await OutputAsync("echo $(systemctl is-active node-tasker-agent) $(systemctl is-enabled node-tasker-agent)")
        );

        // It reads a copy of its own, and the original is out of its sight; unless the host's systemd can't do that, which install.sh finds out.
        var options = await OutputAsync("cat /var/lib/node-tasker/options");
        if (installed.Output.Contains("credentials don't work on this host", StringComparison.Ordinal))
        {
            Assert.Contains("NODE_TASKER_KUBECONFIG=/etc/node-tasker/kubeconfig", options, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(
                "NODE_TASKER_KUBECONFIG=/run/credentials/node-tasker-agent.service/kubeconfig",
                options,
                StringComparison.Ordinal
            );
            Assert.Equal(
                "400 apiVersion: v1",
                await OutputAsync(
                    $"{InService} sh -c 'cd /run/credentials/node-tasker-agent.service && echo $(stat -c %a kubeconfig) $(cat kubeconfig)'"
                )
            );
            Assert.Equal("0 unreadable", await OutputAsync($"echo $({InService} stat -c %a /etc/node-tasker/kubeconfig) unreadable"));
        }

        // The agent is bound, the script is not.
        Assert.Equal("read-only", await OutputAsync("cat /var/lib/node-tasker/agent-usr"));
        Assert.Equal(
            await OutputAsync("grep -E '^(NoNewPrivs|Seccomp|CapEff|CapBnd):' /proc/1/status"),
            await OutputAsync("cat /var/lib/node-tasker/script-rights")
        );
        Assert.Equal("0022", await OutputAsync("cat /var/lib/node-tasker/script-umask"));
        Assert.Equal("3", await OutputAsync("ls /usr/local/script-wrote-here /root/script-wrote-here /tmp/script-wrote-here | wc -l"));

        // Options: the host's name by default, the settings file before the unit.
        Assert.Contains(
            $"NODE_TASKER_NODE_NAME={await OutputAsync("hostname")}",
            await OutputAsync("cat /var/lib/node-tasker/options"),
            StringComparison.Ordinal
        );
        await OutputAsync("echo NODE_TASKER_NODE_NAME=worker-1 >>/etc/node-tasker/agent.env");

        // An upgrade is an install again: the agent is another process, its run is the same one.
        var agent = await OutputAsync("systemctl show node-tasker-agent -P MainPID");
        var again = await InstallAsync(folder);
        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.NotEqual(agent, await OutputAsync("systemctl show node-tasker-agent -P MainPID"));
        Assert.Contains("NODE_TASKER_NODE_NAME=worker-1", await OutputAsync("cat /var/lib/node-tasker/options"), StringComparison.Ordinal);
        Assert.Equal("sleep", await RunningAsync());

        // A killed agent comes back by itself.
        agent = await OutputAsync("systemctl show node-tasker-agent -P MainPID");
        await OutputAsync($"kill -KILL {agent}");
        await RbacApiServer.UntilAsync(
            async token =>
                (
                    await host.RunAsync(token, "sh", "-c", "systemctl show node-tasker-agent -P NRestarts,ActiveState | tr '\\n' ' '")
                ).Output.Trim()
                    is "1 active"
                        or "active 1",
            Cancelled
        );
        Assert.Equal("sleep", await RunningAsync());

        var removed = await host.RunAsync(Cancelled, Path.Combine(folder, "uninstall.sh"));
        Assert.True(removed.ExitCode == 0, removed.ToString());
        Assert.Equal("not-found", await OutputAsync("systemctl show node-tasker-agent -P LoadState"));
        Assert.Equal("sleep", await RunningAsync());
        Assert.Contains("run.pid", await OutputAsync("ls /var/lib/node-tasker"), StringComparison.Ordinal);

        var purged = await host.RunAsync(Cancelled, Path.Combine(folder, "uninstall.sh"), "--purge");
        Assert.True(purged.ExitCode == 0, purged.ToString());
        Assert.Equal("gone", await OutputAsync("ls -d /var/lib/node-tasker /etc/node-tasker >/dev/null 2>&1 || echo gone"));
    }

    private string CopyScripts()
    {
        foreach (var file in Directory.EnumerateFiles(RepositoryFile.Of("deploy/systemd")))
        {
            File.Copy(file, Path.Combine(host.Shared.FullName, Path.GetFileName(file)));
        }

        var agent = Path.Combine(host.Shared.FullName, "standin-agent.py");
        File.Copy(RepositoryFile.Of("tests/EndToEnd.Tests/Deploy/standin-agent.py"), agent);
        File.SetUnixFileMode(agent, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return host.Shared.FullName;
    }

    private Task<ToolRun> InstallAsync(string folder, params string[] options) =>
        host.RunAsync(Cancelled, [Path.Combine(folder, "install.sh"), .. options, Path.Combine(folder, "standin-agent.py")]);

    private Task<string> RunningAsync() => OutputAsync("cat /proc/$(cat /var/lib/node-tasker/run.pid)/comm");

    private async Task<string> OutputAsync(string command)
    {
        var run = await host.RunAsync(Cancelled, "sh", "-c", command);
        Assert.True(run.ExitCode == 0, $"{command}: {run}");
        return run.Output.Trim();
    }
}
