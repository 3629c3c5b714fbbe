using k8s;
using k8s.Exceptions;

namespace NodeTasker.Controller.Hosting;

/// <summary>How the controller reaches the API.</summary>
internal static class ApiAccess
{
    private const string NamespaceFile = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

    /// <summary>HTTP/2 pings notice a peer that has silently gone; they are frames, not requests.</summary>
    private static readonly TimeSpan _pingDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _pingTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _callTimeout = TimeSpan.FromSeconds(10);

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
        configuration.HttpClientTimeout = _callTimeout;
        configuration.UserAgent = $"node-tasker-controller/{ControllerHelp.Version}";
        configuration.FirstMessageHandlerSetup = handler =>
        {
            handler.KeepAlivePingDelay = _pingDelay;
            handler.KeepAlivePingTimeout = _pingTimeout;
            handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        };
        return configuration;
    }

    private static KubernetesClientConfiguration Find(string? kubeconfig)
    {
        if (kubeconfig is not null) return KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfigPath: kubeconfig);
        if (KubernetesClientConfiguration.IsInCluster()) return KubernetesClientConfiguration.InClusterConfig();
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBECONFIG")) && !File.Exists(KubernetesClientConfiguration.KubeConfigDefaultLocation))
            throw new KubeConfigException($"the controller is not in a pod, and there is no {KubernetesClientConfiguration.KubeConfigDefaultLocation}. Set --kubeconfig.");

        return KubernetesClientConfiguration.BuildDefaultConfig();
    }
}
