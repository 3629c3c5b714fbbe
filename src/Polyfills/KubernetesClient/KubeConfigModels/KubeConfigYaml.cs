using k8s.Exceptions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace k8s.KubeConfigModels;

/// <summary>Reads a kubeconfig from its YAML nodes: YamlDotNet's deserializer needs reflection, its nodes don't.</summary>
internal static class KubeConfigYaml
{
    public static K8SConfiguration Read(Stream stream, string source, string baseDirectory)
    {
        var yaml = new YamlStream();
        try
        {
            using var reader = new StreamReader(stream, leaveOpen: true);
            yaml.Load(reader);
        }
        catch (YamlException e)
        {
            throw new KubeConfigException($"{source} is not YAML: {e.Message}", e);
        }

        if (yaml.Documents.Count == 0) return new K8SConfiguration();
        if (yaml.Documents[0].RootNode is not YamlMappingNode root) throw new KubeConfigException($"{source} is not a kubeconfig: its top level must be a mapping.");

        var map = new YamlMap(root, source);
        return new K8SConfiguration
        {
            ApiVersion = map.Text("apiVersion"),
            Kind = map.Text("kind"),
            CurrentContext = map.Text("current-context"),
            Contexts = map.List("contexts").Select(Context).ToArray(),
            Clusters = map.List("clusters").Select(item => Cluster(item, baseDirectory)).ToArray(),
            Users = map.List("users").Select(item => User(item, baseDirectory)).ToArray(),
        };
    }

    private static Context Context(YamlMap item) => new()
    {
        Name = item.Text("name"),
        ContextDetails = item.Map("context") is { } details
            ? new ContextDetails { Cluster = details.Text("cluster"), User = details.Text("user"), Namespace = details.Text("namespace") }
            : null,
    };

    private static Cluster Cluster(YamlMap item, string baseDirectory) => new()
    {
        Name = item.Text("name"),
        ClusterEndpoint = item.Map("cluster") is { } cluster
            ? new ClusterEndpoint
            {
                Server = cluster.Text("server"),
                CertificateAuthority = cluster.Text("certificate-authority"),
                CertificateAuthorityData = cluster.Text("certificate-authority-data"),
                TlsServerName = cluster.Text("tls-server-name"),
                SkipTlsVerify = cluster.Flag("insecure-skip-tls-verify"),
                BaseDirectory = baseDirectory,
            }
            : null,
    };

    private static User User(YamlMap item, string baseDirectory) => new()
    {
        Name = item.Text("name"),
        UserCredentials = item.Map("user") is { } user
            ? new UserCredentials
            {
                ClientCertificate = user.Text("client-certificate"),
                ClientCertificateData = user.Text("client-certificate-data"),
                ClientKey = user.Text("client-key"),
                ClientKeyData = user.Text("client-key-data"),
                Token = user.Text("token"),
                TokenFile = user.Text("tokenFile"),
                Impersonate = user.Text("as"),
                ImpersonateGroups = user.Texts("as-groups"),
                UserName = user.Text("username"),
                Password = user.Text("password"),
                AuthProvider = user.Map("auth-provider") is { } provider
                    ? new AuthProvider { Name = provider.Text("name"), Config = provider.Map("config")?.Texts() }
                    : null,
                ExternalExecution = Exec(user.Map("exec")),
                BaseDirectory = baseDirectory,
            }
            : null,
    };

    private static ExternalExecution Exec(YamlMap exec) => exec is null
        ? null
        : new ExternalExecution
        {
            ApiVersion = exec.Text("apiVersion"),
            Command = exec.Text("command"),
            Arguments = exec.Texts("args"),
            EnvironmentVariables = exec.List("env").Select(variable => variable.Texts()).ToArray(),
            InstallHint = exec.Text("installHint"),
            ProvideClusterInfo = exec.Flag("provideClusterInfo"),
        };
}
