using k8s.Exceptions;
using NodeTasker.Cluster;

namespace NodeTasker.Cli.Connecting;

/// <summary>The cluster that a verb works on.</summary>
internal sealed class ClusterAccess : IDisposable
{
    private ClusterAccess(ClientConfiguration configuration, ConnectionOptions options)
    {
        Client = new ApiClient(configuration);
        Host = configuration.Server.ToString().TrimEnd('/');
        Context = configuration.Context;
        User = configuration.User;
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
            if (ClientConfiguration.Find(options.Kubeconfig, options.Context, TimeProvider.System) is { } configuration)
                return new ClusterAccess(configuration, options);
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
            $"there is no kubeconfig: neither --kubeconfig nor KUBECONFIG is set, and {Environment.GetEnvironmentVariable("HOME")}/.kube/config is not there.\n"
                + $"Get one from whoever runs the cluster, or try without a cluster: {ProgramName.Shown} demo"
        );
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();
}
