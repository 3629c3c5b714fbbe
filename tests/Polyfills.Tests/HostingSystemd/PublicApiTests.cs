using Microsoft.Extensions.Hosting.Systemd;

namespace NodeTasker.Polyfills.Tests.HostingSystemd;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_upstreams()
    {
        PublicApiAssert.Offers(typeof(ISystemdNotifier).Assembly, """
            static class Microsoft.Extensions.Hosting.SystemdHostBuilderExtensions
            SystemdHostBuilderExtensions: static IHostBuilder UseSystemd(this IHostBuilder hostBuilder)
            SystemdHostBuilderExtensions: static IServiceCollection AddSystemd(this IServiceCollection services)

            interface Microsoft.Extensions.Hosting.Systemd.ISystemdNotifier
            ISystemdNotifier: void Notify(ServiceState state)
            ISystemdNotifier: bool IsEnabled { get; }

            class Microsoft.Extensions.Hosting.Systemd.SystemdNotifier : ISystemdNotifier
            SystemdNotifier: SystemdNotifier()
            SystemdNotifier: bool IsEnabled { get; }
            SystemdNotifier: void Notify(ServiceState state)

            struct Microsoft.Extensions.Hosting.Systemd.ServiceState
            ServiceState: static readonly ServiceState Ready
            ServiceState: static readonly ServiceState Stopping
            ServiceState: ServiceState(string state)
            ServiceState: override string ToString()

            static class Microsoft.Extensions.Hosting.Systemd.SystemdHelpers
            SystemdHelpers: static bool IsSystemdService()

            class Microsoft.Extensions.Hosting.Systemd.SystemdLifetime : IDisposable, IHostLifetime
            SystemdLifetime: SystemdLifetime(IHostEnvironment environment, IHostApplicationLifetime applicationLifetime, ISystemdNotifier systemdNotifier, ILoggerFactory loggerFactory)
            SystemdLifetime: Task WaitForStartAsync(CancellationToken cancellationToken)
            SystemdLifetime: Task StopAsync(CancellationToken cancellationToken)
            SystemdLifetime: void Dispose()
            """);
    }
}
