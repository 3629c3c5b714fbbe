using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;

namespace NodeTasker.HostAgent.Hosting;

/// <summary>Tells systemd at half its watchdog's interval that the agent lives; nothing where systemd did not ask.</summary>
internal sealed class WatchdogService(IServiceProvider services, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (services.GetService<ISystemdNotifier>() is not { IsEnabled: true } notifier)
            return;
        if (
            !long.TryParse(
                Environment.GetEnvironmentVariable("WATCHDOG_USEC"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var microseconds
            )
            || microseconds == 0
        )
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromMicroseconds(microseconds / 2.0), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            notifier.Notify(new ServiceState("WATCHDOG=1"));
    }
}
