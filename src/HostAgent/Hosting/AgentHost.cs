using k8s;
using NodeTasker.Cluster;
using NodeTasker.ServiceHosting;

namespace NodeTasker.HostAgent.Hosting;

/// <summary>The agent as a host, with systemd's notifications where systemd started it.</summary>
internal static class AgentHost
{
    /// <summary>Of thousands of agents each asks little and seldom.</summary>
    public static ApiAccess Access { get; } =
        new(PingDelay: TimeSpan.FromSeconds(20), PingTimeout: TimeSpan.FromSeconds(10), CallTimeout: TimeSpan.FromSeconds(30));

    public static IHost Build(AgentOptions options, KubernetesClientConfiguration configuration) =>
        ServiceHost.Build(options, services =>
            services
                .AddSingleton(options)
                .AddSingleton(_ => new ApiClient(configuration, new BoundedAnswers()))
                .AddSingleton(_ => new AgentStatus(options.Tasks))
                .AddSingleton<IServiceStatus>(provider => provider.GetRequiredService<AgentStatus>())
                .AddHostedService<AgentService>()
                .AddHostedService<WatchdogService>()
                .AddSystemd()
        );
}
