using k8s;
using k8s.Models;
using NodeTasker.Cluster;
using NodeTasker.LocalCluster;
using NodeTasker.TaskModel;

namespace NodeTasker.Cli.Demo;

/// <summary>The local cluster of a demo: its namespace, its nodes, its task.</summary>
internal sealed class DemoCluster : IAsyncDisposable
{
    private static readonly string[] Zones = ["zone-a", "zone-b", "zone-c"];
    private readonly LocalClusterServer _server;
    private ApiClient? _client;

    private readonly TimeProvider _time;

    private DemoCluster(LocalClusterServer server, TimeProvider time)
    {
        _server = server;
        _time = time;
    }

    /// <summary>The API, as any other client has it.</summary>
    public ApiClient Client => _client ?? throw new InvalidOperationException($"Call {nameof(SetUpAsync)} first.");

    /// <summary>Starts the API server, still empty.</summary>
    public static async Task<DemoCluster> StartAsync(TimeProvider time, CancellationToken cancellationToken) =>
        new(await LocalClusterServer.StartAsync(new LocalClusterOptions { TimeProvider = time }, cancellationToken), time);

    /// <summary>Writes the kubeconfig and makes the namespace, the nodes and the empty task.</summary>
    public async Task SetUpAsync(string kubeconfig, IReadOnlyList<string> nodes, CancellationToken cancellationToken)
    {
        await _server.WriteKubeconfigAsync(kubeconfig, WellKnown.DefaultNamespace, cancellationToken);
        _client = new ApiClient(ClientConfiguration.FromFile(kubeconfig));

        await _client.CoreV1.CreateNamespaceAsync(
            new V1Namespace { Metadata = new V1ObjectMeta { Name = WellKnown.DefaultNamespace } },
            cancellationToken: cancellationToken
        );
        await Task.WhenAll(
            nodes.Select(
                (node, index) =>
                    _client.CoreV1.CreateNodeAsync(NodeObject(node, index, _time.GetUtcNow()), cancellationToken: cancellationToken)
            )
        );
        await _client.CoreV1.CreateNamespacedConfigMapAsync(
            TaskObject(null),
            WellKnown.DefaultNamespace,
            cancellationToken: cancellationToken
        );
    }

    /// <summary>Sets the task, as <c>kubectl replace</c> does.</summary>
    public Task SubmitAsync(TaskDocument task, CancellationToken cancellationToken) =>
        Client.CoreV1.ReplaceNamespacedConfigMapAsync(
            TaskObject(task.Data),
            task.Name,
            WellKnown.DefaultNamespace,
            cancellationToken: cancellationToken
        );

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
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

    private static V1ConfigMap TaskObject(IReadOnlyDictionary<string, string>? data) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = WellKnown.DefaultTask },
            Data = data is null ? null : new Dictionary<string, string>(data),
        };
}
