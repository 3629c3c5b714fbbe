using NodeTasker.Cluster;
using NodeTasker.ServiceHosting;

namespace NodeTasker.HostAgent.Hosting;

/// <summary>The agent as a host, with systemd's notifications where systemd started it.</summary>
internal static class AgentHost
{
    public static IHost Build(AgentOptions options, ClientConfiguration configuration) =>
        ServiceHost.Build(options, services =>
            services
                .AddSingleton(options)
                .AddSingleton(_ => new ApiClient(Timed(configuration), new BoundedAnswers()))
                .AddSingleton(_ => new AgentStatus(options.Tasks))
                .AddSingleton<IServiceStatus>(provider => provider.GetRequiredService<AgentStatus>())
                .AddHostedService<AgentService>()
                .AddHostedService<WatchdogService>()
                .AddSystemd()
        );

    /// <summary>Of thousands of agents each asks little and seldom.</summary>
    private static ClientConfiguration Timed(ClientConfiguration configuration) =>
        configuration with
        {
            PingDelay = TimeSpan.FromSeconds(20),
            PingTimeout = TimeSpan.FromSeconds(10),
            CallTimeout = TimeSpan.FromSeconds(30),
        };
}
