using k8s;
using k8s.Exceptions;

namespace NodeTasker.ServiceHosting;

/// <summary>How a service reaches the API.</summary>
/// <param name="PingDelay">How long a connection may be silent before it is pinged. HTTP/2 pings notice a peer that has silently gone; they are frames, not requests.</param>
/// <param name="PingTimeout">How long the answer to a ping may take.</param>
/// <param name="CallTimeout">How long the answer to a call may take.</param>
public sealed record ApiAccess(TimeSpan PingDelay, TimeSpan PingTimeout, TimeSpan CallTimeout)
{
    private const string NamespaceFile = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

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

    /// <summary>Where the API is and who asks it.</summary>
    /// <param name="kubeconfig">A file; null finds one as kubectl does, after the pod's own.</param>
    /// <param name="program">What asks, and in which version.</param>
    /// <exception cref="KubeConfigException">There is no usable configuration; the message says why.</exception>
    public KubernetesClientConfiguration Configure(string? kubeconfig, ServiceProgram program)
    {
        var configuration = Find(kubeconfig);
        configuration.HttpClientTimeout = CallTimeout;
        configuration.UserAgent = $"{program.Name}/{program.Version}";
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
        if (kubeconfig is not null)
            return KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfigPath: kubeconfig);
        if (KubernetesClientConfiguration.IsInCluster())
            return KubernetesClientConfiguration.InClusterConfig();
        if (
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBECONFIG"))
            && !File.Exists(KubernetesClientConfiguration.KubeConfigDefaultLocation)
        )
            throw new KubeConfigException(
                $"this is not a pod, and there is no {KubernetesClientConfiguration.KubeConfigDefaultLocation}. Set --kubeconfig."
            );

        return KubernetesClientConfiguration.BuildDefaultConfig();
    }
}
