using System.Net;
using System.Text;
using k8s.Authentication;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace k8s;

public partial class KubernetesClientConfiguration
{
    public string CurrentContext { get; private set; }

    public static KubernetesClientConfiguration BuildConfigFromConfigObject(K8SConfiguration k8SConfig, string currentContext = null, string masterUrl = null)
    {
        ArgumentNullException.ThrowIfNull(k8SConfig);
        var configuration = new KubernetesClientConfiguration();
        var wanted = currentContext ?? k8SConfig.CurrentContext;
        if (!string.IsNullOrEmpty(wanted)) configuration.Choose(k8SConfig, wanted);
        if (!string.IsNullOrWhiteSpace(masterUrl)) configuration.Host = masterUrl;
        return string.IsNullOrWhiteSpace(configuration.Host)
            ? throw new KubeConfigException("The kubeconfig names no server: it has no current-context, and no context or URL was given.")
            : configuration;
    }

    private static bool Is(string name, string wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);

    private void Choose(K8SConfiguration file, string wanted)
    {
        var context = file.Contexts?.FirstOrDefault(context => Is(context.Name, wanted))
            ?? throw new KubeConfigException($"The kubeconfig has no context '{wanted}'; it has: {string.Join(", ", file.Contexts?.Select(context => context.Name) ?? [])}.");
        var details = context.ContextDetails;
        if (string.IsNullOrEmpty(details?.Cluster)) throw new KubeConfigException($"The context '{wanted}' names no cluster.");
        var cluster = file.Clusters?.FirstOrDefault(cluster => Is(cluster.Name, details.Cluster))?.ClusterEndpoint
            ?? throw new KubeConfigException($"The context '{wanted}' uses the cluster '{details.Cluster}', which the kubeconfig doesn't have.");

        CurrentContext = context.Name;
        Namespace = details.Namespace;
        UseCluster(cluster, details.Cluster);
        if (string.IsNullOrWhiteSpace(details.User)) return;

        var user = file.Users?.FirstOrDefault(user => Is(user.Name, details.User))
            ?? throw new KubeConfigException($"The context '{wanted}' uses the user '{details.User}', which the kubeconfig doesn't have.");
        if (user.UserCredentials is null || !UseCredentials(user.UserCredentials, cluster))
            throw new KubeConfigException($"The user '{user.Name}' of the kubeconfig has no credentials that can be used.");
    }

    private void UseCluster(ClusterEndpoint cluster, string name)
    {
        if (string.IsNullOrWhiteSpace(cluster.Server)) throw new KubeConfigException($"The cluster '{name}' of the kubeconfig has no server.");
        if (!Uri.TryCreate(cluster.Server, UriKind.Absolute, out var server)) throw new KubeConfigException($"The server '{cluster.Server}' of the cluster '{name}' is not a URL.");

        Host = Reachable(server, cluster.Server);
        SkipTlsVerify = cluster.SkipTlsVerify;
        TlsServerName = cluster.TlsServerName;
        if (server.Scheme != Uri.UriSchemeHttps) return;
        if (!string.IsNullOrEmpty(cluster.CertificateAuthorityData))
            SslCaCerts = KubeConfigData.Authorities($"The cluster '{name}'", KubeConfigData.Decode("certificate authority", cluster.CertificateAuthorityData));
        else if (!string.IsNullOrEmpty(cluster.CertificateAuthority))
            SslCaCerts = KubeConfigData.AuthoritiesFromFile(cluster.Resolve(cluster.CertificateAuthority));
    }

    // 0.0.0.0 is where a server listens, not where it can be called.
    private static string Reachable(Uri server, string text)
    {
        if (!IPAddress.TryParse(server.Host, out var address)) return text;
        if (address.Equals(IPAddress.Any)) return new UriBuilder(server) { Host = IPAddress.Loopback.ToString() }.ToString();
        return address.Equals(IPAddress.IPv6Any) ? new UriBuilder(server) { Host = IPAddress.IPv6Loopback.ToString() }.ToString() : text;
    }

    private bool UseCredentials(UserCredentials user, ClusterEndpoint cluster)
    {
        var found = UseToken(user);
        found |= UseCertificate(user);
        if (user.ExternalExecution is null) return found;
        UsePlugin(user, cluster);
        return true;
    }

    private bool UseToken(UserCredentials user)
    {
        if (!string.IsNullOrWhiteSpace(user.TokenFile)) TokenProvider = new TokenFileAuth(user.Resolve(user.TokenFile));
        else if (!string.IsNullOrWhiteSpace(user.Token)) AccessToken = user.Token;
        else if (!string.IsNullOrWhiteSpace(user.UserName) && !string.IsNullOrWhiteSpace(user.Password)) (Username, Password) = (user.UserName, user.Password);
        else return false;
        return true;
    }

    private bool UseCertificate(UserCredentials user)
    {
        ClientCertificateData = user.ClientCertificateData;
        ClientCertificateKeyData = user.ClientKeyData;
        if (!string.IsNullOrWhiteSpace(user.ClientCertificate)) ClientCertificateFilePath = user.Resolve(user.ClientCertificate);
        if (!string.IsNullOrWhiteSpace(user.ClientKey)) ClientKeyFilePath = user.Resolve(user.ClientKey);
        return !string.IsNullOrWhiteSpace(ClientCertificateData ?? ClientCertificateFilePath) && !string.IsNullOrWhiteSpace(ClientCertificateKeyData ?? ClientKeyFilePath);
    }

    private void UsePlugin(UserCredentials user, ClusterEndpoint cluster)
    {
        var exec = user.ExternalExecution;
        if (string.IsNullOrWhiteSpace(exec.Command)) throw new KubeConfigException("The exec section of the kubeconfig's user has no command.");
        if (string.IsNullOrWhiteSpace(exec.ApiVersion)) throw new KubeConfigException("The exec section of the kubeconfig's user has no apiVersion.");
        exec.Cluster = cluster;
        // As in kubectl: a bare name is looked for on the PATH, a relative path beside the kubeconfig.
        if (exec.Command.Contains('/')) exec.Command = user.Resolve(exec.Command);

        var response = ExecuteExternalCommand(exec);
        if (!string.IsNullOrEmpty(response.Status.Token))
        {
            AccessToken = response.Status.Token;
            TokenProvider = new ExecTokenProvider(exec, response, TimeProvider.System);
        }

        if (string.IsNullOrEmpty(response.Status.ClientCertificateData)) return;
        ClientCertificateData = Convert.ToBase64String(Encoding.UTF8.GetBytes(response.Status.ClientCertificateData));
        ClientCertificateKeyData = Convert.ToBase64String(Encoding.UTF8.GetBytes(response.Status.ClientKeyData ?? ""));
    }
}
