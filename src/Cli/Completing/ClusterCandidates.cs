using System.CommandLine;
using NodeTasker.Cli.Connecting;

namespace NodeTasker.Cli.Completing;

/// <summary>Names from the cluster, for a shell that waits: soon or not at all, and never an error.</summary>
internal static class ClusterCandidates
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>The names of nodes, as many as come in time.</summary>
    public static IEnumerable<string> Nodes(ConnectionOptions options) => Read(options, "api/v1/nodes?");

    /// <summary>The names of namespaces, as many as come in time.</summary>
    public static IEnumerable<string> Namespaces(ConnectionOptions options) => Read(options, "api/v1/namespaces?");

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

    private static List<string> Read(ConnectionOptions options, string path)
    {
        var names = new List<string>();
        try
        {
            using var patience = new CancellationTokenSource(_patience);
            using var cluster = Cluster.Connect(options);
            // Whoever asks for candidates can't wait for a task.
            Task.Run(() => ReadAsync(cluster, path, names, patience.Token)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is CommandException or OperationCanceledException || ApiTrouble.IsOfApi(e))
        {
            // What came until then is better than nothing.
        }

        return names;
    }

    private static async Task ReadAsync(Cluster cluster, string path, List<string> names, CancellationToken cancellationToken)
    {
        await foreach (var item in RawApi.ListAsync(cluster.Client, path, metadataOnly: true, cancellationToken)) names.Add((string)item["metadata"]!["name"]!);
    }
}
