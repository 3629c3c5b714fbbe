using k8s;
using k8s.Models;
using NodeTasker.Cli.Connecting;
using NodeTasker.LocalCluster;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Demo;

/// <summary>The local cluster of a demo: its namespace, its nodes, its task.</summary>
internal sealed class DemoCluster : IAsyncDisposable
{
    private static readonly string[] Zones = ["zone-a", "zone-b", "zone-c"];
    private readonly LocalClusterServer _server;
    private readonly TimeProvider _time;
    private ClusterAccess? _access;

    private DemoCluster(LocalClusterServer server, TimeProvider time)
    {
        _server = server;
        _time = time;
    }

    /// <summary>The cluster, as any other verb has it.</summary>
    public ClusterAccess Access => _access ?? throw new InvalidOperationException($"Call {nameof(SetUpAsync)} first.");

    /// <summary>Starts the API server, still empty.</summary>
    public static async Task<DemoCluster> StartAsync(TimeProvider time, CancellationToken cancellationToken) =>
        new(await LocalClusterServer.StartAsync(new LocalClusterOptions { TimeProvider = time }, cancellationToken), time);

    /// <summary>Writes the kubeconfig and makes the namespace, the nodes and the empty task.</summary>
    public async Task SetUpAsync(string kubeconfig, IReadOnlyList<string> nodes, CancellationToken cancellationToken)
    {
        await _server.WriteKubeconfigAsync(kubeconfig, WellKnown.DefaultNamespace, cancellationToken);
        _access = ClusterAccess.Connect(new ConnectionOptions(kubeconfig, null, WellKnown.DefaultNamespace, WellKnown.DefaultTask));
        var client = _access.Client;

        await client.CoreV1.CreateNamespaceAsync(
            new V1Namespace { Metadata = new V1ObjectMeta { Name = WellKnown.DefaultNamespace } },
            cancellationToken: cancellationToken
        );
        await Task.WhenAll(
            nodes.Select(
                (node, index) =>
                    client.CoreV1.CreateNodeAsync(NodeObject(node, index, _time.GetUtcNow()), cancellationToken: cancellationToken)
            )
        );
        await client.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new V1ObjectMeta { Name = WellKnown.DefaultTask } },
            WellKnown.DefaultNamespace,
            cancellationToken: cancellationToken
        );
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _access?.Dispose();
        return _server.DisposeAsync();
    }

    private static V1Node NodeObject(string name, int index, DateTimeOffset now) =>
        new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = name,
                Labels = new Dictionary<string, string>
                {
                    ["kubernetes.io/hostname"] = name,
                    ["kubernetes.io/os"] = "linux",
                    ["topology.kubernetes.io/zone"] = Zones[index % Zones.Length],
                    ["role"] = "worker",
                },
            },
            Status = new V1NodeStatus
            {
                Conditions =
                [
                    new V1NodeCondition
                    {
                        Type = "Ready",
                        Status = "True",
                        Reason = "Demo",
                        Message = "its agent runs here",
                        LastHeartbeatTime = now.UtcDateTime,
                        LastTransitionTime = now.UtcDateTime,
                    },
                ],
            },
        };
}
