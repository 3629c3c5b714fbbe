using System.CommandLine;
using NodeTasker.Cli.Connecting;
using NodeTasker.Cli.Tasks;
using NodeTasker.Cluster;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Completing;

/// <summary>Names from the cluster, for a shell that waits: soon or not at all, and never an error.</summary>
internal static class ClusterCandidates
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The names of nodes, as many as come in time.</summary>
    public static IEnumerable<string> Nodes(ConnectionOptions options) =>
        Read(options, (cluster, names, token) => NamesAsync(cluster, "api/v1/nodes?", names, token));

    /// <summary>Lists whose last member is one of <paramref name="names"/>, and whose others are those of <paramref name="list"/>.</summary>
    public static IEnumerable<string> AtEndOf(string list, IEnumerable<string> names)
    {
        var before = list[..(list.LastIndexOf(',') + 1)];
        return names.Except(before.Split(',')).Select(name => before + name);
    }

    /// <summary>The names of namespaces, as many as come in time.</summary>
    public static IEnumerable<string> Namespaces(ConnectionOptions options) =>
        Read(options, (cluster, names, token) => NamesAsync(cluster, "api/v1/namespaces?", names, token));

    /// <summary>The runs that could be cancelled: the task's own, and others that nodes still run.</summary>
    public static IEnumerable<string> Runs(ConnectionOptions options) => Read(options, RunsAsync);

    /// <summary>The kubeconfig's contexts.</summary>
    public static IEnumerable<string> Contexts(ConnectionOptions options)
    {
        try
        {
            return ClientConfiguration.Contexts(options.Kubeconfig);
        }
        catch (k8s.Exceptions.KubeConfigException)
        {
            return [];
        }
    }

    private static List<string> Read(ConnectionOptions options, Func<ClusterAccess, List<string>, CancellationToken, Task> read)
    {
        var names = new List<string>();
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            using var cluster = ClusterAccess.Connect(options);
            // Whoever asks for candidates can't wait for a task.
            Task.Run(() => read(cluster, names, patience.Token)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is CommandException or OperationCanceledException || ApiTrouble.IsOfApi(e))
        {
            // What came until then is better than nothing.
        }

        return names;
    }

    private static async Task RunsAsync(ClusterAccess cluster, List<string> names, CancellationToken cancellationToken)
    {
        if ((await new TaskStore(cluster).ReadAsync(cancellationToken)).Run is { } run)
            names.Add(run.Value);
        var running =
            $"{WellKnown.TaskLabel}={KubernetesName.ToLabelValue(cluster.Task)},{WellKnown.ComponentLabel}={WellKnown.ResultComponent},{WellKnown.PhaseLabel}={RunPhase.Running}";
        var path = $"api/v1/namespaces/{cluster.Namespace}/configmaps?labelSelector={Uri.EscapeDataString(running)}";
        await foreach (var result in RawApi.ListAsync(cluster.Client, path, metadataOnly: true, cancellationToken))
            names.Add((string)result["metadata"]!["labels"]![WellKnown.RunLabel]!);
    }

    private static async Task NamesAsync(ClusterAccess cluster, string path, List<string> names, CancellationToken cancellationToken)
    {
        await foreach (var item in RawApi.ListAsync(cluster.Client, path, metadataOnly: true, cancellationToken))
            names.Add((string)item["metadata"]!["name"]!);
    }
}
