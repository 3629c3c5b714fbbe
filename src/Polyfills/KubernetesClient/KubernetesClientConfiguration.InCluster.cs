using k8s.Authentication;
using k8s.Exceptions;

namespace k8s;

public partial class KubernetesClientConfiguration
{
    private const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static bool IsInCluster() => IsInCluster(ServiceAccountFolder, Environment.GetEnvironmentVariable);

    public static KubernetesClientConfiguration InClusterConfig() => InClusterConfig(ServiceAccountFolder, Environment.GetEnvironmentVariable);

    internal static bool IsInCluster(string folder, Func<string, string> environment)
        => !string.IsNullOrEmpty(environment("KUBERNETES_SERVICE_HOST"))
            && !string.IsNullOrEmpty(environment("KUBERNETES_SERVICE_PORT"))
            && File.Exists(Path.Combine(folder, "token"))
            && File.Exists(Path.Combine(folder, "ca.crt"));

    internal static KubernetesClientConfiguration InClusterConfig(string folder, Func<string, string> environment)
    {
        if (!IsInCluster(folder, environment))
            throw new KubeConfigException($"Not inside a cluster: that needs KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT, and token and ca.crt in {folder}.");

        var namespaceFile = Path.Combine(folder, "namespace");
        return new KubernetesClientConfiguration
        {
            Host = new UriBuilder(Uri.UriSchemeHttps, environment("KUBERNETES_SERVICE_HOST"), Port(environment("KUBERNETES_SERVICE_PORT"))).ToString(),
            TokenProvider = new TokenFileAuth(Path.Combine(folder, "token")),
            SslCaCerts = KubeConfigData.AuthoritiesFromFile(Path.Combine(folder, "ca.crt")),
            Namespace = File.Exists(namespaceFile) ? File.ReadAllText(namespaceFile) : null,
        };
    }

    private static int Port(string text)
        => int.TryParse(text, out var port) && port is > 0 and < 65536 ? port : throw new KubeConfigException($"KUBERNETES_SERVICE_PORT is '{text}', but must be a port.");
}
