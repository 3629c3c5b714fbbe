using k8s;
using k8s.Exceptions;

namespace NodeTasker.HostAgent.Hosting;

/// <summary>How the agent reaches the API.</summary>
internal static class InCluster
{
    private const string NamespaceFile = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

    /// <summary>HTTP/2 pings notice a peer that has silently gone; they are frames, not requests.</summary>
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The pod's own namespace; null outside a pod.</summary>
    public static string? ReadNamespace()
    {
        try
        {
            return File.ReadAllText(NamespaceFile).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="KubeConfigException">There is no usable configuration; the message says why.</exception>
    public static KubernetesClientConfiguration Configure(string? kubeconfig)
    {
        var configuration = Find(kubeconfig);
        configuration.HttpClientTimeout = CallTimeout;
        configuration.UserAgent = $"node-tasker-agent/{AgentHelp.Version}";
        configuration.FirstMessageHandlerSetup = handler =>
        {
            handler.KeepAlivePingDelay = PingDelay;
            handler.KeepAlivePingTimeout = PingTimeout;
            handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        };
        return configuration;
    }

    private static KubernetesClientConfiguration Find(string? kubeconfig)
    {
        if (kubeconfig is not null) return KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfigPath: kubeconfig);
        if (KubernetesClientConfiguration.IsInCluster()) return KubernetesClientConfiguration.InClusterConfig();
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBECONFIG")) && !File.Exists(KubernetesClientConfiguration.KubeConfigDefaultLocation))
        {
            throw new KubeConfigException($"the agent is not in a pod, and there is no {KubernetesClientConfiguration.KubeConfigDefaultLocation}. Set --kubeconfig.");
        }

        return KubernetesClientConfiguration.BuildDefaultConfig();
    }
}
