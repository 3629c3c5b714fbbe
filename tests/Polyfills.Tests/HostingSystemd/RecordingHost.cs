using System.Collections.Concurrent;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace NodeTasker.Polyfills.Tests.HostingSystemd;

/// <summary>All that a lifetime talks to; writes down, in order, what it hears.</summary>
internal sealed class RecordingHost : IHostApplicationLifetime, IHostEnvironment, ISystemdNotifier, ILoggerFactory
{
    private readonly CancellationTokenSource _started = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _seen = new();

    public IReadOnlyCollection<string> Seen => _seen;

    public CancellationToken ApplicationStarted => _started.Token;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public string EnvironmentName { get; set; } = "Testing";

    public string ApplicationName { get; set; } = "node-tasker";

    public string ContentRootPath { get; set; } = "/srv/content";

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();

    public bool IsEnabled => true;

    public Task StartAsync() => _started.CancelAsync();

    public Task StopAsync() => _stopping.CancelAsync();

    public void StopApplication() => _seen.Enqueue("StopApplication");

    public void Notify(ServiceState state) => _seen.Enqueue(state.ToString());

    public ILogger CreateLogger(string categoryName) => new Logger(_seen, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        _started.Dispose();
        _stopping.Dispose();
    }

    private sealed class Logger(ConcurrentQueue<string> seen, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            seen.Enqueue($"{category}: {logLevel}: {formatter(state, exception)}");
    }
}
