using System.Text.Json.Nodes;

namespace NodeTasker.Bench.Scale;

/// <summary>A server with simulated nodes and one real controller, as the manifest runs it.</summary>
internal sealed class ScaleCluster : IAsyncDisposable
{
    public const string Namespace = "node-tasker";
    public const string ConfigMaps = $"api/v1/namespaces/{Namespace}/configmaps";

    private readonly TempDir _folder = new();

    private ScaleCluster(ApiServer server)
    {
        Server = server;
        Api = new KubeApi(server);
        Agents = new SimulatedAgents(server, Namespace);
        Kubeconfig = server.WriteKubeconfig(_folder["kubeconfig"], defaultNamespace: Namespace);
    }

    public ApiServer Server { get; }

    public KubeApi Api { get; }

    public SimulatedAgents Agents { get; }

    public string Kubeconfig { get; }

    public required int Nodes { get; init; }

    public static async Task<ScaleCluster> StartAsync(ServerKind kind, int nodes, CancellationToken cancellationToken)
    {
        var server = await ApiServer.StartAsync(kind, new ApiServerOptions { LogRequests = false }, cancellationToken);
        var cluster = new ScaleCluster(server) { Nodes = nodes };
        await cluster.Api.PostAsync("api/v1/namespaces", Named(Namespace), cancellationToken);
        await cluster.Api.PostAsync(ConfigMaps, Named("node-tasker"), cancellationToken);
        await cluster.Agents.AddAsync(Enumerable.Range(1, nodes).Select(number => $"worker-{number}.scale.example.com"), cancellationToken);
        return cluster;
    }

    public async Task<ControllerProcess> StartControllerAsync(ScaleOptions options, CancellationToken cancellationToken)
    {
        var controller = ControllerProcess.Start(Namespace, Kubeconfig, program: options.Controller, environment: options.Environment);
        await controller.WaitActiveAsync(cancellationToken);
        return controller;
    }

    public Task SetTaskAsync(JsonObject data, CancellationToken cancellationToken)
    {
        var task = Named("node-tasker");
        task["data"] = data;
        return Api.PutAsync($"{ConfigMaps}/node-tasker", task, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Agents.DisposeAsync();
        Api.Dispose();
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private static JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };
}
