using System.CommandLine;
using k8s;
using NodeTasker.Cli.Connecting;

namespace NodeTasker.Cli.Completing;

/// <summary>Names from the cluster, for a shell that waits: soon or not at all, and never an error.</summary>
internal static class ClusterCandidates
{
    private const int Most = 500;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>The names of nodes.</summary>
    public static IEnumerable<string> Nodes(ConnectionOptions options) =>
        Read(options, async (cluster, cancellationToken) => (await cluster.Client.CoreV1.ListNodeAsync(limit: Most, cancellationToken: cancellationToken)).Items.Select(node => node.Metadata.Name));

    /// <summary>The names of namespaces.</summary>
    public static IEnumerable<string> Namespaces(ConnectionOptions options) =>
        Read(options, async (cluster, cancellationToken) => (await cluster.Client.CoreV1.ListNamespaceAsync(limit: Most, cancellationToken: cancellationToken)).Items.Select(ns => ns.Metadata.Name));

    /// <summary>The kubeconfig's contexts.</summary>
    public static IEnumerable<string> Contexts(ConnectionOptions options)
    {
        try
        {
            return KubeconfigFiles.Load(options.Kubeconfig)?.Contexts.Select(context => context.Name) ?? [];
        }
        catch (k8s.Exceptions.KubeConfigException)
        {
            return [];
        }
    }

    private static string[] Read(ConnectionOptions options, Func<Cluster, CancellationToken, Task<IEnumerable<string>>> read)
    {
        try
        {
            using var patience = new CancellationTokenSource(_patience);
            using var cluster = Cluster.Connect(options);
            // Whoever asks for candidates can't wait for a task.
            return [.. Task.Run(() => read(cluster, patience.Token)).GetAwaiter().GetResult()];
        }
        catch (Exception e) when (e is CommandException or OperationCanceledException || ApiTrouble.IsOfApi(e))
        {
            return [];
        }
    }
}
