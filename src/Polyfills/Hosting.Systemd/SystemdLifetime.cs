using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.Hosting.Systemd;

/// <summary>Ends the host on SIGTERM, and tells systemd when it has started and when it stops.</summary>
[UnsupportedOSPlatform("android")]
[UnsupportedOSPlatform("browser")]
[UnsupportedOSPlatform("ios")]
[UnsupportedOSPlatform("maccatalyst")]
[UnsupportedOSPlatform("tvos")]
public partial class SystemdLifetime : IHostLifetime, IDisposable
{
    // Not source-generated, as that gives each message an event id: these have none, as those of the console lifetime.
    private static readonly Action<ILogger, string, string, Exception?> s_logStarted = LoggerMessage.Define<string, string>(
        LogLevel.Information,
        default,
        "Application started. Hosting environment: {EnvironmentName}; Content root path: {ContentRoot}");

    private static readonly Action<ILogger, Exception?> s_logStopping = LoggerMessage.Define(
        LogLevel.Information,
        default,
        "Application is shutting down...");

    private readonly IHostEnvironment _environment;
    private readonly IHostApplicationLifetime _applicationLifetime;
    private readonly ISystemdNotifier _systemdNotifier;
    private readonly ILogger _logger;
    private CancellationTokenRegistration _started;
    private CancellationTokenRegistration _stopping;
    private PosixSignalRegistration? _sigterm;

    /// <summary>Made by the host's container.</summary>
    public SystemdLifetime(
        IHostEnvironment environment,
        IHostApplicationLifetime applicationLifetime,
        ISystemdNotifier systemdNotifier,
        ILoggerFactory loggerFactory)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(applicationLifetime);
        ArgumentNullException.ThrowIfNull(systemdNotifier);
        ArgumentNullException.ThrowIfNull(loggerFactory);

        _environment = environment;
        _applicationLifetime = applicationLifetime;
        _systemdNotifier = systemdNotifier;
        _logger = loggerFactory.CreateLogger("Microsoft.Hosting.Lifetime");
    }

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _started = _applicationLifetime.ApplicationStarted.Register(OnStarted);
        _stopping = _applicationLifetime.ApplicationStopping.Register(OnStopping);
        _sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _sigterm?.Dispose();
        _started.Dispose();
        _stopping.Dispose();
    }

    private void OnStarted()
    {
        s_logStarted(_logger, _environment.EnvironmentName, _environment.ContentRootPath, null);
        _systemdNotifier.Notify(ServiceState.Ready);
    }

    private void OnStopping()
    {
        s_logStopping(_logger, null);
        _systemdNotifier.Notify(ServiceState.Stopping);
    }

    private void OnTerminate(PosixSignalContext context)
    {
        // The default action ends the process before the host could stop.
        context.Cancel = true;
        _applicationLifetime.StopApplication();
    }
}
