using System.Text.Json.Nodes;

namespace NodeTasker.Bench.Latency;

/// <summary>A server, a host, and what the measurements write there.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    public const string Node = "bench-node";
    public const string Namespace = "bench";
    public const string ConfigMaps = $"api/v1/namespaces/{Namespace}/configmaps";

    private readonly TempDir _folder = new();

    private BenchCluster(ApiServer server, BenchOptions options)
    {
        Server = server;
        Options = options;
        Api = new KubeApi(server);
    }

    public ApiServer Server { get; }

    public BenchOptions Options { get; }

    public KubeApi Api { get; }

    /// <summary>The host whose namespaces are entered; null without root.</summary>
    private HostNamespaces? Host { get; set; }

    /// <summary>Its process 1, as it is numbered here; null without root.</summary>
    public int? HostPid => Options.HostPid ?? Host?.InitProcessId;

    public required Fifo Fifo { get; init; }

    public static async Task<BenchCluster> StartAsync(ServerKind kind, BenchOptions options, CancellationToken cancellationToken)
    {
        var folder = options.Folder is { } given
            ? Directory.CreateDirectory(Path.Combine(given, "bench-" + Path.GetRandomFileName())).FullName
            : Directory.CreateTempSubdirectory("node-tasker-bench-").FullName;
        var server = await ApiServer.StartAsync(kind, new ApiServerOptions { LogRequests = false }, cancellationToken);
        var cluster = new BenchCluster(server, options) { Fifo = await Fifo.CreateAsync(Path.Combine(folder, "now"), cancellationToken) };
        await cluster.Api.PostAsync("api/v1/namespaces", Named(Namespace), cancellationToken);
        await cluster.Api.PostAsync("api/v1/nodes", Named(Node), cancellationToken);
        await cluster.Api.PostAsync(ConfigMaps, Named("node-tasker"), cancellationToken);
        if (options.HostPid is null && await HostNamespaces.WhyUnavailableAsync(cancellationToken) is null)
            cluster.Host = await HostNamespaces.CreateAsync(Node, cancellationToken);
        return cluster;
    }

    public AgentProcess StartAgent() =>
        AgentProcess.Start(
            new AgentSettings
            {
                Program = Options.Agent,
                NodeName = Node,
                Namespace = Namespace,
                Kubeconfig = Server.WriteKubeconfig(_folder["kubeconfig"]),
                HostPid = HostPid ?? 0,
                Launcher = Options.Launcher,
                StateDir = Path.Combine(Path.GetDirectoryName(Fifo.Path)!, "state"),
            }
        );

    /// <summary>Replaces a ConfigMap with these data.</summary>
    public Task WriteAsync(string name, JsonObject data, CancellationToken cancellationToken)
    {
        var configMap = Named(name);
        configMap["data"] = data;
        return Api.PutAsync($"{ConfigMaps}/{name}", configMap, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (Host is not null)
            await Host.DisposeAsync();
        Fifo.Dispose();
        Directory.Delete(Path.GetDirectoryName(Fifo.Path)!, recursive: true);
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private static JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };
}
