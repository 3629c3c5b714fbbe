using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using k8s;
using NodeTasker.Cluster;
using NodeTasker.Controller.Watching;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Controller.Tests.Watching;

/// <summary>The two collections over real API servers: what a page holds, and what comes over the watch from there.</summary>
public sealed class TaskEndpointsTests : IAsyncDisposable
{
    private const int OutputSize = 100_000;
    private readonly TempDir _folder = new();
    private readonly CountingHandler _counter = new();
    private readonly string _unique = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private ApiServer? _server;
    private KubeApi? _api;
    private ApiClient? _client;

    public static TheoryData<ServerKind> EveryServer => new(ServerKind.LocalCluster, ServerKind.Envtest);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Namespace => $"watching-{_unique}";

    private string ConfigMaps => $"api/v1/namespaces/{Namespace}/configmaps";

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _api?.Dispose();
        _counter.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task Results_come_in_pages_as_metadata_alone_and_so_do_their_changes(ServerKind kind)
    {
        await StartAsync(kind);
        for (var i = 1; i <= 5; i++)
            await ApplyResultAsync($"worker-{i}", RunPhase.Failed, i);
        await ApplyResultAsync("worker-1", RunPhase.Failed, 1, task: "other");
        await _api!.PostAsync(
            ConfigMaps,
            JsonNode.Parse("""{"metadata":{"name":"node-tasker"},"data":{"task":"x"}}""")!.AsObject(),
            TestContext.Current.CancellationToken
        );
        var endpoint = TaskEndpoints.Results(_client!, Namespace, "node-tasker", pageSize: 2);

        var (items, version) = await ListAsync(endpoint);
        await using var changes = endpoint
            .WatchAsync(version, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await ApplyResultAsync("worker-2", RunPhase.Succeeded, 0);
        var modified = await NextAsync(changes);
        await ApplyResultAsync("worker-6", RunPhase.Running, null);
        var added = await NextAsync(changes);
        await ApplyResultAsync("worker-3", RunPhase.Succeeded, 0, task: "other");
        await _api.DeleteAsync($"{ConfigMaps}/{ObjectNames.Result("node-tasker", "worker-4")}", TestContext.Current.CancellationToken);
        var deleted = await NextAsync(changes);

        Assert.Equal(
            Enumerable.Range(1, 5).Select(i => ($"node-tasker-results-worker-{i}", RunPhase.Failed, (int?)i)),
            items.Select(item => (item.Name, item.Value!.Phase, item.Value.ExitCode))
        );
        Assert.Equal(3, _server!.RequestsOfOthers(Namespace).Count(request => request.Contains("limit=2", StringComparison.Ordinal)));
        Assert.Equal(
            (WatchEventType.Modified, "node-tasker-results-worker-2", RunPhase.Succeeded),
            (modified.Type, modified.Item.Name, modified.Item.Value!.Phase)
        );
        Assert.Equal(
            (WatchEventType.Added, "node-tasker-results-worker-6", RunPhase.Running),
            (added.Type, added.Item.Name, added.Item.Value!.Phase)
        );
        Assert.Equal((WatchEventType.Deleted, "node-tasker-results-worker-4"), (deleted.Type, deleted.Item.Name));
        Assert.Equal(DateTimeOffset.UnixEpoch, items[0].Value!.StartTime);
        Assert.InRange(_counter.Bytes, 1000, OutputSize / 2);
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_result_that_cannot_be_read_is_there_and_empty(ServerKind kind)
    {
        await StartAsync(kind);
        await _api!.PostAsync(
            ConfigMaps,
            JsonNode
                .Parse(
                    """
                    {"metadata":{"name":"node-tasker-results-odd","labels":{"node-tasker.io/task":"node-tasker","app.kubernetes.io/component":"result","node-tasker.io/phase":"Odd","node-tasker.io/run":"x"}}}
                    """
                )!
                .AsObject(),
            TestContext.Current.CancellationToken
        );

        var (items, _) = await ListAsync(TaskEndpoints.Results(_client!, Namespace, "node-tasker"));

        Assert.Equal(("node-tasker-results-odd", null), (Assert.Single(items).Name, items[0].Value));
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task Nodes_come_in_pages_with_their_readiness_and_so_do_their_changes(ServerKind kind)
    {
        await StartAsync(kind);
        for (var i = 1; i <= 5; i++)
            await _api!.PostAsync(
                "api/v1/nodes",
                JsonNode.Parse($$"""{"metadata":{"name":"n{{i}}-{{_unique}}","labels":{"role":"r{{i}}"} } }""")!.AsObject(),
                TestContext.Current.CancellationToken
            );
        await SetReadyAsync(2, "False");
        await SetReadyAsync(3, "Unknown");
        await SetReadyAsync(4, "True");
        var endpoint = TaskEndpoints.Nodes(_client!, pageSize: 2);

        var (items, version) = await ListAsync(endpoint);
        await using var changes = endpoint
            .WatchAsync(version, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await SetReadyAsync(4, "False", "2026-11-22T10:00:05Z");
        var modified = await NextAsync(changes);
        await _api!.DeleteAsync($"api/v1/nodes/n5-{_unique}", TestContext.Current.CancellationToken);
        var deleted = await NextAsync(changes);

        var nodes = items.Select(item => item.Value).ToList();
        Assert.Equal(Enumerable.Range(1, 5).Select(i => $"n{i}-{_unique}"), nodes.Select(node => node.Name));
        Assert.Equal(
            [NodeReadiness.Ready, NodeReadiness.NotReady, NodeReadiness.Unreachable, NodeReadiness.Ready, NodeReadiness.Ready],
            nodes.Select(node => node.Readiness)
        );
        Assert.Equal(Enumerable.Range(1, 5).Select(i => $"r{i}"), nodes.Select(node => node.Labels["role"]));
        Assert.Equal(
            [null, "2026-11-22T10:00:00Z"],
            nodes.Take(2).Select(node => node.ReadinessTime is { } time ? Rfc3339.Format(time) : null)
        );
        Assert.All(nodes, node => Assert.True(node.Uid.Length > 0 && node.CreationTime > DateTimeOffset.UnixEpoch));
        Assert.Equal(5, nodes.Select(node => node.Uid).Distinct().Count());
        Assert.Equal(
            (WatchEventType.Modified, NodeReadiness.NotReady, "2026-11-22T10:00:05Z"),
            (modified.Type, modified.Item.Value.Readiness, Rfc3339.Format(modified.Item.Value.ReadinessTime!.Value))
        );
        Assert.Equal((WatchEventType.Deleted, $"n5-{_unique}"), (deleted.Type, deleted.Item.Name));
    }

    private async Task StartAsync(ServerKind kind)
    {
        var reason = ApiServer.WhyUnavailable(kind);
        Assert.SkipWhen(reason is not null, reason ?? "");
        _server = await ApiServer.StartAsync(kind, cancellationToken: Cancellation);
        _api = new KubeApi(_server);
        _client = new ApiClient(ClientConfiguration.FromFile(_server.WriteKubeconfig(_folder["kubeconfig"])), _counter);
        await _api.PostAsync("api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = Namespace } }, Cancellation);
    }

    /// <summary>A result as an agent writes it, with an output that nobody wants to have over the wire.</summary>
    private async Task ApplyResultAsync(string node, RunPhase phase, int? exitCode, string task = "node-tasker")
    {
        var result = ResultCodec.Encode(
            new RunRecord
            {
                Task = task,
                Node = node,
                Run = new RunId("0123456789ab"),
                Phase = phase,
                ExitCode = exitCode,
                Attempt = 1,
                StartTime = DateTimeOffset.UnixEpoch,
                Output = new string('x', OutputSize),
            }
        );
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = result.Name,
                ["labels"] = Of(result.Labels),
                ["annotations"] = Of(result.Annotations),
            },
            ["data"] = Of(result.Data),
        };
        if (await _api!.GetAsync($"{ConfigMaps}/{result.Name}", Cancellation) is null)
            await _api.PostAsync(ConfigMaps, body, Cancellation);
        else
            await _api.PutAsync($"{ConfigMaps}/{result.Name}", body, Cancellation);

        static JsonObject Of(IEnumerable<KeyValuePair<string, string>> values) =>
            new(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)));
    }

    private Task SetReadyAsync(int node, string status, string since = "2026-11-22T10:00:00Z") =>
        _api!.MergePatchAsync(
            string.Create(CultureInfo.InvariantCulture, $"api/v1/nodes/n{node}-{_unique}/status"),
            JsonNode
                .Parse($$$"""{"status":{"conditions":[{"type":"Ready","status":"{{{status}}}","lastTransitionTime":"{{{since}}}"}]}}""")!
                .AsObject(),
            Cancellation
        );

    private static async Task<(IReadOnlyList<Item<T>> Items, string Version)> ListAsync<T>(IEndpoint<T> endpoint)
    {
        var items = new List<Item<T>>();
        string? next = null;
        while (true)
        {
            var page = await endpoint.ListAsync(next, Cancellation);
            items.AddRange(page.Items);
            next = page.Continue;
            if (string.IsNullOrEmpty(next))
                return (items, page.ResourceVersion);
        }
    }

    private static async Task<(WatchEventType Type, Item<T> Item)> NextAsync<T>(
        IAsyncEnumerator<(WatchEventType Type, Item<T> Item)> changes
    )
    {
        while (await changes.MoveNextAsync())
            if (changes.Current.Type != WatchEventType.Bookmark)
                return changes.Current;
        throw new InvalidOperationException("The watch has ended.");
    }
}
