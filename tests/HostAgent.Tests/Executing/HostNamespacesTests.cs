using NodeTasker.HostAgent.Executing;
using NodeTasker.Testing;

namespace NodeTasker.HostAgent.Tests.Executing;

public sealed class HostNamespacesTests
{
    private static readonly string[] Command = ["/bin/sh", "/state/a b/supervise", "$(x)"];

    [Fact]
    public void Without_a_host_process_no_namespace_is_entered()
    {
        var host = new HostAgent.Executing.HostNamespaces(0);

        Assert.Equal(["setsid", "/bin/sh", "/state/a b/supervise", "$(x)"], host.Enter(Command));
        Assert.Equal("/proc", host.Proc);
    }

    [Fact]
    public void In_the_same_PID_namespace_nsenter_does_not_fork()
    {
        var host = new HostAgent.Executing.HostNamespaces(Environment.ProcessId);
        var pid = $"{Environment.ProcessId}";

        Assert.Equal(
            [
                "setsid",
                "nsenter",
                "--target",
                pid,
                "--mount",
                "--uts",
                "--ipc",
                "--net",
                "--cgroup",
                "--",
                "/bin/sh",
                "/state/a b/supervise",
                "$(x)",
            ],
            host.Enter(Command)
        );
        Assert.Equal($"/proc/{pid}/root/proc", host.Proc);
    }

    [Fact]
    public void A_process_that_is_not_there_is_entered_as_said_so_that_nsenter_names_it() =>
        Assert.Equal("4000000", new HostAgent.Executing.HostNamespaces(4_000_000).Enter(Command)[3]);

    [Fact(Timeout = 60_000)]
    public async Task In_another_PID_namespace_the_command_enters_that_too()
    {
        var unavailable = await NodeTasker.Testing.HostNamespaces.WhyUnavailableAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(unavailable is null, unavailable ?? "");
        await using var namespaces = await NodeTasker.Testing.HostNamespaces.CreateAsync(
            "some-host",
            TestContext.Current.CancellationToken
        );

        var argv = new HostAgent.Executing.HostNamespaces(namespaces.InitProcessId).Enter(["true"]);

        Assert.Equal(
            [
                "setsid",
                "nsenter",
                "--target",
                $"{namespaces.InitProcessId}",
                "--mount",
                "--uts",
                "--ipc",
                "--net",
                "--cgroup",
                "--pid",
                "--",
                "true",
            ],
            argv
        );
    }
}
