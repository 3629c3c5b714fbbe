using NodeTasker.Cluster;
using NodeTasker.Controller.Leadership;
using NodeTasker.ServiceHosting;

namespace NodeTasker.Controller.Hosting;

/// <summary>The controller as a host.</summary>
internal static class ControllerHost
{
    public static IHost Build(ControllerOptions options, ClientConfiguration configuration) =>
        ServiceHost.Build(options, services =>
            services
                .AddSingleton(options)
                .AddSingleton(_ => new ApiClient(Timed(configuration)))
                .AddSingleton<ILeaderLease>(provider => new LeaderLease(provider.GetRequiredService<ApiClient>(), options.Namespace))
                .AddSingleton(_ => new ControllerStatus(options.Tasks))
                .AddSingleton<IServiceStatus>(provider => provider.GetRequiredService<ControllerStatus>())
                .AddHostedService<ControllerService>()
        );

    /// <summary>A leader that can't reach the API has to know before another may take its place.</summary>
    private static ClientConfiguration Timed(ClientConfiguration configuration) =>
        configuration with
        {
            PingDelay = TimeSpan.FromSeconds(10),
            PingTimeout = TimeSpan.FromSeconds(5),
            CallTimeout = TimeSpan.FromSeconds(10),
        };
}
