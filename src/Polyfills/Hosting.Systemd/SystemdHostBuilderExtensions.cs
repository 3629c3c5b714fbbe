using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;

namespace Microsoft.Extensions.Hosting;

/// <summary>Makes a host a good systemd service.</summary>
public static class SystemdHostBuilderExtensions
{
    /// <summary>
    /// Lifetime, notifications and log format of a systemd service, if the process is one; otherwise nothing changes.
    /// </summary>
    public static IHostBuilder UseSystemd(this IHostBuilder hostBuilder)
    {
        ArgumentNullException.ThrowIfNull(hostBuilder);

        if (SystemdHelpers.IsSystemdService())
            hostBuilder.ConfigureServices(static (_, services) => AddServices(services));
        return hostBuilder;
    }

    /// <inheritdoc cref="UseSystemd"/>
    public static IServiceCollection AddSystemd(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        if (SystemdHelpers.IsSystemdService())
            AddServices(services);
        return services;
    }

    private static void AddServices(IServiceCollection services)
    {
        services.Configure<ConsoleLoggerOptions>(static options => options.FormatterName = ConsoleFormatterNames.Systemd);
        services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        services.AddSingleton<IHostLifetime, SystemdLifetime>();
    }
}
