using System.Net;
using k8s;
using Microsoft.Extensions.Logging.Console;

namespace NodeTasker.HostAgent.Hosting;

/// <summary>The agent as a host: its service, its logs, its health endpoint, and systemd's notifications where systemd started it.</summary>
internal static class AgentHost
{
    public static IHost Build(AgentOptions options, KubernetesClientConfiguration configuration)
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

    private static void Configure(IHostApplicationBuilder builder, AgentOptions options, KubernetesClientConfiguration configuration)
    {
        ConfigureLogging(builder.Logging, options);
        builder.Services
            .Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true)
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IKubernetes>(_ => new Kubernetes(configuration, new BoundedAnswers()))
            .AddSingleton(_ => new AgentStatus(options.Tasks))
            .AddHostedService<AgentService>()
            .AddHostedService<WatchdogService>()
            .AddSystemd();
    }

    private static void ConfigureLogging(ILoggingBuilder logging, AgentOptions options)
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
