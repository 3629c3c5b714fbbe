using System.Net;
using System.Text.Json.Nodes;
using NodeTasker.TaskModel;

namespace NodeTasker.Testing.Simulation;

/// <summary>The API as many simulated agents use it: as real ones do, but together over a few connections.</summary>
internal sealed class SimulatedApi(ApiServer server, string ns) : IDisposable
{
    private const int AtATime = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly KubeApi _api = new(server);
    private readonly SemaphoreSlim _slots = new(AtATime);

    public string ConfigMaps => $"api/v1/namespaces/{ns}/configmaps";

    /// <summary>Makes the Node, ready; returns its uid.</summary>
    public async Task<string> CreateNodeAsync(string node, JsonObject labels, CancellationToken cancellationToken)
    {
        var created = await InTurnAsync(
            () =>
                _api.PostAsync(
                    "api/v1/nodes",
                    new JsonObject
                    {
                        ["metadata"] = new JsonObject { ["name"] = node, ["labels"] = labels },
                        ["status"] = new JsonObject { ["conditions"] = new JsonArray(Condition("True")) },
                    },
                    cancellationToken
                ),
            cancellationToken
        );
        return (string)created["metadata"]!["uid"]!;
    }

    /// <summary>Sets the Node's condition Ready, <c>True</c>, <c>False</c> or <c>Unknown</c>, as its kubelet or the node controller does.</summary>
    public Task SetReadyAsync(string node, string status, CancellationToken cancellationToken) =>
        InTurnAsync(
            () =>
                _api.MergePatchAsync(
                    $"api/v1/nodes/{node}/status",
                    new JsonObject { ["status"] = new JsonObject { ["conditions"] = new JsonArray(Condition(status)) } },
                    cancellationToken
                ),
            cancellationToken
        );

    /// <summary>Removes the Node, and what it owns, as Kubernetes' garbage collector does.</summary>
    public async Task DeleteNodeAsync(string task, string node, CancellationToken cancellationToken)
    {
        await InTurnAsync(
            async () =>
            {
                await _api.DeleteAsync($"api/v1/nodes/{node}", cancellationToken);
                return true;
            },
            cancellationToken
        );
        await InTurnAsync(
            async () =>
            {
                await _api.DeleteAsync($"{ConfigMaps}/{ObjectNames.Result(task, node)}", cancellationToken);
                return true;
            },
            cancellationToken
        );
    }

    /// <summary>Applies a result, and tries for as long as it takes.</summary>
    public async Task ApplyResultAsync(RunRecord record, string uid, CancellationToken cancellationToken)
    {
        var document = ResultCodec.Encode(record);
        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = document.Name,
                ["labels"] = Map(document.Labels),
                ["annotations"] = Map(document.Annotations),
                ["ownerReferences"] = new JsonArray(
                    new JsonObject
                    {
                        ["apiVersion"] = "v1",
                        ["kind"] = "Node",
                        ["name"] = record.Node,
                        ["uid"] = uid,
                    }
                ),
            },
            ["data"] = Map(document.Data),
        };
        while (true)
        {
            try
            {
                await InTurnAsync(
                    () => _api.ApplyAsync($"{ConfigMaps}/{document.Name}", body, WellKnown.AgentFieldManager, cancellationToken),
                    cancellationToken
                );
                return;
            }
            catch (Exception e)
                when (e is HttpRequestException or IOException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <summary>What there is and every change of it, over any number of connections; null where an object has gone.</summary>
    /// <param name="collection">The path of the collection.</param>
    /// <param name="selector">A query, <c>labelSelector=…</c>.</param>
    /// <param name="onObject">Its name, and the object or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task FollowAsync(
        string collection,
        string selector,
        Action<string, JsonObject?> onObject,
        CancellationToken cancellationToken
    )
    {
        var known = new HashSet<string>();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var list = (await _api.GetAsync($"{collection}?{selector}", cancellationToken))!;
                var items = list["items"]!.AsArray().Select(item => item!.AsObject()).ToDictionary(NameOf);
                foreach (var gone in known.Except(items.Keys).ToList())
                    Tell(gone, null);
                foreach (var (name, item) in items)
                    Tell(name, item);
                var version = (string)list["metadata"]!["resourceVersion"]!;
                await foreach (
                    var line in _api.WatchAsync(
                        $"{collection}?{selector}&watch=1&allowWatchBookmarks=true&resourceVersion={version}",
                        cancellationToken
                    )
                )
                {
                    var item = line["object"]!.AsObject();
                    if ((string?)line["type"] == "ERROR")
                        break;
                    if ((string?)line["type"] != "BOOKMARK")
                        Tell(NameOf(item), (string?)line["type"] == "DELETED" ? null : item);
                }
            }
            catch (Exception e)
                when (e is HttpRequestException or IOException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }

        void Tell(string name, JsonObject? item)
        {
            if (item is null)
                known.Remove(name);
            else
                known.Add(name);
            onObject(name, item);
        }
    }

    public void Dispose()
    {
        _api.Dispose();
        _slots.Dispose();
    }

    private static string NameOf(JsonObject item) => (string)item["metadata"]!["name"]!;

    private static JsonObject Condition(string status) =>
        new()
        {
            ["type"] = "Ready",
            ["status"] = status,
            ["reason"] = "Simulated",
            ["lastTransitionTime"] = Rfc3339.Format(DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds())),
        };

    private static JsonObject Map(IReadOnlyDictionary<string, string> map) =>
        new(map.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create(entry.Value))));

    private async Task<T> InTurnAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await call();
        }
        finally
        {
            _slots.Release();
        }
    }
}
