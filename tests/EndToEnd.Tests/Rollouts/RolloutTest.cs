using System.Text.Json.Nodes;
using NodeTasker.Testing.Simulation;

namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>A cluster of a test's own, with real controllers and simulated agents.</summary>
public abstract class RolloutTest(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output), IAsyncLifetime
{
    private readonly List<ControllerProcess> _controllers = [];
    private readonly List<SimulatedAgents> _simulations = [];

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        foreach (var controller in _controllers)
        {
            Output.WriteLine($"--- {controller.Identity}\n{controller.Log}");
            await controller.DisposeAsync();
        }

        foreach (var simulation in _simulations)
            await simulation.DisposeAsync();
        await DisposeAsync();
    }

    /// <summary>A cluster with nodes <c>n-1</c>… that have simulated agents.</summary>
    private protected async Task<(TestCluster Cluster, SimulatedAgents Agents)> SimulateAsync(
        ServerKind kind,
        int nodes,
        Func<string, string, SimulatedRun>? behaviour = null,
        string? @namespace = null
    )
    {
        var cluster = await OwnClusterAsync(kind, @namespace: @namespace);
        var agents = new SimulatedAgents(cluster.Server, cluster.Namespace, behaviour);
        _simulations.Add(agents);
        await agents.AddAsync(Enumerable.Range(1, nodes).Select(number => $"n-{number}"), Cancellation);
        return (cluster, agents);
    }

    /// <summary>Starts a controller and does not wait for it.</summary>
    private protected ControllerProcess StartController(TestCluster cluster, string identity = "controller", string? kubeconfig = null)
    {
        var controller = ControllerProcess.Start(cluster.Namespace, kubeconfig ?? cluster.Kubeconfig(), identity);
        _controllers.Add(controller);
        return controller;
    }

    /// <summary>Waits until the summary is as wished; fails with the last one.</summary>
    private protected static async Task<Summary> WaitForSummaryAsync(
        TestCluster cluster,
        string wish,
        Func<Summary, bool> isAsWished,
        TimeSpan? within = null
    ) =>
        (
            await Eventually.BecomesAsync(
                $"the summary is {wish}",
                cancel => SummaryAsync(cluster, cancel),
                summary => summary is not null && isAsWished(summary),
                within,
                Cancellation
            )
        )!;

    private protected static async Task<Summary?> SummaryAsync(TestCluster cluster, CancellationToken cancellationToken) =>
        await cluster.Api.GetAsync($"{cluster.ConfigMaps}/node-tasker-results", cancellationToken) is { } configMap
            ? new Summary(configMap)
            : null;

    /// <summary>The names of the grants that agents can see.</summary>
    private protected static async Task<IReadOnlyList<string>> GrantsAsync(TestCluster cluster, CancellationToken cancellationToken)
    {
        var list = await cluster.Api.GetAsync(
            $"apis/coordination.k8s.io/v1/namespaces/{cluster.Namespace}/leases?labelSelector=app.kubernetes.io/component%3Dgrant",
            cancellationToken
        );
        return [.. list!["items"]!.AsArray().Select(lease => (string)lease!["metadata"]!["name"]!).Order(StringComparer.Ordinal)];
    }

    /// <summary>The grants that are written down and not used up, by node; null when there is no ledger.</summary>
    private protected static async Task<IReadOnlyDictionary<string, string>?> LedgerAsync(
        TestCluster cluster,
        CancellationToken cancellationToken
    ) =>
        await cluster.Api.GetAsync($"{cluster.ConfigMaps}/node-tasker-grants", cancellationToken) is { } ledger
            ? (ledger["data"] as JsonObject ?? []).ToDictionary(entry => entry.Key, entry => (string)entry.Value!)
            : null;

    /// <summary>The reasons of the Events on the task.</summary>
    private protected static async Task<IReadOnlyList<string>> EventsAsync(TestCluster cluster, CancellationToken cancellationToken)
    {
        var list = await cluster.Api.GetAsync(
            $"api/v1/namespaces/{cluster.Namespace}/events?fieldSelector=involvedObject.name%3Dnode-tasker",
            cancellationToken
        );
        return [.. list!["items"]!.AsArray().Select(item => (string)item!["reason"]!).Order(StringComparer.Ordinal)];
    }

    /// <summary>The summary ConfigMap as a reader of the API sees it.</summary>
    private protected sealed record Summary(JsonObject ConfigMap)
    {
        public string Status => this["_status"];

        /// <summary>The value of a key; empty when there is none.</summary>
        public string this[string key] => (string?)ConfigMap["data"]?[key] ?? "";

        /// <summary>The nodes' lines.</summary>
        public IReadOnlyDictionary<string, string> Nodes =>
            (ConfigMap["data"] as JsonObject ?? [])
                .Where(entry => !entry.Key.StartsWith('_'))
                .ToDictionary(entry => entry.Key, entry => (string)entry.Value!);

        public override string ToString() => ConfigMap["data"]?.ToJsonString() ?? "no data";
    }
}
