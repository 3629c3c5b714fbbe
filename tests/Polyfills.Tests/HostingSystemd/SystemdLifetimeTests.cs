using Microsoft.Extensions.Hosting.Systemd;

namespace NodeTasker.Polyfills.Tests.HostingSystemd;

public sealed class SystemdLifetimeTests : IDisposable
{
    private readonly RecordingHost _host = new();

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Fact(Timeout = 30_000)]
    public async Task Systemd_hears_of_the_start_and_of_the_stop_after_each_was_logged()
    {
        using var lifetime = new SystemdLifetime(_host, _host, _host, _host);

        Assert.True(lifetime.WaitForStartAsync(Ended).IsCompletedSuccessfully);
        Assert.Empty(_host.Seen);
        await _host.StartAsync();
        await _host.StopAsync();

        Assert.Collection(
            _host.Seen,
            log => Assert.Matches("^Microsoft.Hosting.Lifetime: Information: .*Testing.*/srv/content", log),
            notification => Assert.Equal("READY=1", notification),
            log => Assert.StartsWith("Microsoft.Hosting.Lifetime: Information: ", log, StringComparison.Ordinal),
            notification => Assert.Equal("STOPPING=1", notification));
        Assert.True(lifetime.StopAsync(Ended).IsCompletedSuccessfully);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_disposed_lifetime_says_nothing_more()
    {
        var lifetime = new SystemdLifetime(_host, _host, _host, _host);
        await lifetime.WaitForStartAsync(Ended);

        lifetime.Dispose();
        await _host.StartAsync();
        await _host.StopAsync();

        Assert.Empty(_host.Seen);
    }

    [Fact]
    public void Every_service_is_needed()
    {
        Assert.Throws<ArgumentNullException>("environment", () => new SystemdLifetime(null!, _host, _host, _host));
        Assert.Throws<ArgumentNullException>("applicationLifetime", () => new SystemdLifetime(_host, null!, _host, _host));
        Assert.Throws<ArgumentNullException>("systemdNotifier", () => new SystemdLifetime(_host, _host, null!, _host));
        Assert.Throws<ArgumentNullException>("loggerFactory", () => new SystemdLifetime(_host, _host, _host, null!));
    }
}
