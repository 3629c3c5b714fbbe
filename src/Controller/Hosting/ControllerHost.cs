using System.Net;
using k8s;
using Microsoft.Extensions.Logging.Console;
using NodeTasker.Controller.Leadership;

namespace NodeTasker.Controller.Hosting;

/// <summary>The controller as a host: its service, its logs and its health endpoint.</summary>
internal static class ControllerHost
{
    public static IHost Build(ControllerOptions options, KubernetesClientConfiguration configuration)
    {
        if (options.Listen.Length == 0)
        {
            var plain = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            Configure(plain, options, configuration);
            return plain.Build();
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        Configure(builder, options, configuration);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPEndPoint.Parse(options.Listen));
        });
        var app = builder.Build();
        var health = ActivatorUtilities.CreateInstance<HealthEndpoint>(app.Services);
        app.Run(health.AnswerAsync);
        return app;
    }

    private static void Configure(IHostApplicationBuilder builder, ControllerOptions options, KubernetesClientConfiguration configuration)
    {
        ConfigureLogging(builder.Logging, options);
        builder.Services
            .Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true)
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IKubernetes>(_ => new Kubernetes(configuration))
            .AddSingleton<ILeaderLease>(services => new LeaderLease(services.GetRequiredService<IKubernetes>(), options.Namespace))
            .AddSingleton(_ => new ControllerStatus(options.Tasks))
            .AddHostedService<ControllerService>();
    }

    private static void ConfigureLogging(ILoggingBuilder logging, ControllerOptions options)
    {
        logging.SetMinimumLevel(options.LogLevel).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", options.LogLevel);
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
