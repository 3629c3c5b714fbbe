using System.Net;
using Microsoft.Extensions.Logging.Console;

namespace NodeTasker.ServiceHosting;

/// <summary>A service as a host: what it consists of, its logs and, where it listens, its health endpoint.</summary>
public static class ServiceHost
{
    /// <summary>Builds it.</summary>
    /// <param name="options">Where it listens and what it logs.</param>
    /// <param name="addServices">Adds what it consists of, an <see cref="IServiceStatus"/> among that.</param>
    public static IHost Build(ServiceOptions options, Action<IServiceCollection> addServices)
    {
        if (options.Listen.Length == 0)
        {
            var plain = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            Configure(plain, options, addServices);
            return plain.Build();
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        Configure(builder, options, addServices);
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(IPEndPoint.Parse(options.Listen));
            });
        var app = builder.Build();
        app.Run(new HealthEndpoint(app.Services.GetRequiredService<IServiceStatus>()).AnswerAsync);
        return app;
    }

    private static void Configure(IHostApplicationBuilder builder, ServiceOptions options, Action<IServiceCollection> addServices)
    {
        ConfigureLogging(builder.Logging, options);
        builder
            .Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true)
            .AddSingleton(TimeProvider.System);
        addServices(builder.Services);
    }

    private static void ConfigureLogging(ILoggingBuilder logging, ServiceOptions options)
    {
        logging
            .SetMinimumLevel(options.LogLevel)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", options.LogLevel);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        switch (options.LogFormat)
        {
            case LogFormat.Json:
                logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
                break;
            case LogFormat.Systemd:
                logging.AddSystemdConsole();
                break;
            default:
                logging.AddSimpleConsole(text =>
                {
                    text.SingleLine = true;
                    text.UseUtcTimestamp = true;
                    text.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
                    text.ColorBehavior = LoggerColorBehavior.Disabled;
                });
                break;
        }
    }
}
