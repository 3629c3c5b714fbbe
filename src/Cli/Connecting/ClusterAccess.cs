using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using k8s;
using k8s.Exceptions;
using NodeTasker.Cluster;

namespace NodeTasker.Cli.Connecting;

/// <summary>The cluster that a verb works on.</summary>
internal sealed class ClusterAccess : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private ClusterAccess(KubernetesClientConfiguration configuration, ConnectionOptions options, string? user)
    {
        configuration.UserAgent = "node-tasker";
        configuration.HttpClientTimeout = CallTimeout;
        configuration.FirstMessageHandlerSetup = handler =>
        {
            handler.ConnectTimeout = ConnectTimeout;
            // A connection that has gone silent is noticed while somebody looks at the screen.
            handler.KeepAlivePingDelay = TimeSpan.FromSeconds(10);
            handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
            if (configuration is { SkipTlsVerify: false, SslCaCerts: { Count: > 0 } authorities })
                handler.SslOptions = TrustingOnly(authorities, handler.SslOptions);
        };
        Client = new ApiClient(configuration);
        Host = configuration.Host;
        Context = configuration.CurrentContext;
        User = user;
        Namespace = options.Namespace;
        Task = options.Task;
    }

    /// <summary>The API.</summary>
    public ApiClient Client { get; }

    /// <summary>The API server's address.</summary>
    public string Host { get; }

    /// <summary>The kubeconfig's context; null in a pod.</summary>
    public string? Context { get; }

    /// <summary>The kubeconfig's name for the user; null in a pod.</summary>
    public string? User { get; }

    /// <summary>Where the task is.</summary>
    public string Namespace { get; }

    /// <summary>The task's name.</summary>
    public string Task { get; }

    /// <summary>Reads the kubeconfig; nothing is sent yet.</summary>
    /// <exception cref="CommandException">There is none, or it can't be used.</exception>
    public static ClusterAccess Connect(ConnectionOptions options)
    {
        try
        {
            if (KubeconfigFiles.Load(options.Kubeconfig) is { } file)
            {
                if (options.Context is { } wanted && !file.Contexts.Any(context => context.Name == wanted))
                    throw new KubeConfigException(
                        $"no context '{wanted}'; it has: {string.Join(", ", file.Contexts.Select(context => context.Name))}"
                    );

                var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(file, options.Context);
                return new ClusterAccess(
                    configuration,
                    options,
                    file.Contexts.FirstOrDefault(context => context.Name == configuration.CurrentContext)?.ContextDetails?.User
                );
            }

            if (options.Context is null && KubernetesClientConfiguration.IsInCluster())
                return new ClusterAccess(KubernetesClientConfiguration.InClusterConfig(), options, user: null);
        }
        catch (KubeConfigException e)
        {
            throw new CommandException(
                ExitCodes.Api,
                $"{e.Message}\nName another with --kubeconfig FILE or KUBECONFIG, another context with --context NAME."
            );
        }

        throw new CommandException(
            ExitCodes.Api,
            $"there is no kubeconfig: neither --kubeconfig nor KUBECONFIG is set, and {KubernetesClientConfiguration.KubeConfigDefaultLocation} is not there.\n"
                + $"Get one from whoever runs the cluster, or try without a cluster: {ProgramName.Shown} demo"
        );
    }

    // The same check as the client's own, stated before the connection: a callback comes after a first check against the system's authorities,
    // and to read all of those takes a good part of the time of a short command.
    private static SslClientAuthenticationOptions TrustingOnly(X509Certificate2Collection authorities, SslClientAuthenticationOptions tls)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        tls.RemoteCertificateValidationCallback = null;
        tls.CertificateChainPolicy = policy;
        return tls;
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();
}
