using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;

namespace NodeTasker.Polyfills.Tests.HostingSystemd;

/// <summary>One class, so that its tests, which share the environment, run one after another.</summary>
public sealed class SystemdNotifierTests : IDisposable
{
    private const string Variable = "NOTIFY_SOCKET";

    private readonly string? _inherited = Environment.GetEnvironmentVariable(Variable);

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, _inherited);

    [Theory(Timeout = 30_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_state_is_one_datagram(bool isAbstract)
    {
        Assert.SkipWhen(isAbstract && !OperatingSystem.IsLinux(), "Only Linux has abstract sockets");
        using var systemd = new NotifySocket(isAbstract);
        Environment.SetEnvironmentVariable(Variable, systemd.Address);
        var notifier = new SystemdNotifier();

        notifier.Notify(ServiceState.Ready);
        notifier.Notify(new ServiceState("STATUS=größe\nWATCHDOG=1"));

        Assert.True(notifier.IsEnabled);
        Assert.Equal("READY=1", await systemd.NextAsync(Ended));
        Assert.Equal("STATUS=größe\nWATCHDOG=1", await systemd.NextAsync(Ended));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_socket_nothing_is_sent(string? address)
    {
        Environment.SetEnvironmentVariable(Variable, address);
        var notifier = new SystemdNotifier();

        notifier.Notify(ServiceState.Ready);

        Assert.False(notifier.IsEnabled);
    }

    [Fact]
    public void A_socket_that_is_gone_is_an_error()
    {
        using (var systemd = new NotifySocket(isAbstract: false))
            Environment.SetEnvironmentVariable(Variable, systemd.Address);
        var notifier = new SystemdNotifier();

        Assert.Throws<SocketException>(() => notifier.Notify(ServiceState.Ready));
    }

    [Fact]
    public void The_environment_is_read_once_and_kept()
    {
        using var systemd = new NotifySocket(isAbstract: false);
        Environment.SetEnvironmentVariable(Variable, systemd.Address);
        var notifier = new SystemdNotifier();

        Environment.SetEnvironmentVariable(Variable, null);

        Assert.True(notifier.IsEnabled);
    }
}
