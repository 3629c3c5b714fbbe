using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests;

/// <summary>A namespace on an API server with its nodes and agents; all of it ends with the test.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    private readonly TempDir _folder = new();
    private readonly List<AgentProcess> _agents = [];
    private readonly List<IAsyncDisposable> _hosts = [];
    private readonly Lazy<Kubectl> _kubectl;

    public TestCluster(ApiServer server, string? @namespace = null)
    {
        Server = server;
        Api = new KubeApi(server);
        Namespace = @namespace ?? $"e2e-{Unique}";
        _kubectl = new(() => new Kubectl(server, Namespace));
    }

    public ApiServer Server { get; }

    public KubeApi Api { get; }

    public string Namespace { get; }

    /// <summary>Part of the names of the namespace and of all nodes, and of nothing else on the server.</summary>
    public string Unique { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>kubectl with this namespace as its default.</summary>
    public Kubectl Kubectl => _kubectl.Value;

    /// <summary>Where scripts leave a line each time they run, outside of their own folders.</summary>
    public string Marks => _folder["marks"];

    public string ConfigMaps => $"api/v1/namespaces/{Namespace}/configmaps";

    private string TaskPath => $"{ConfigMaps}/node-tasker";

    public Task CreateNamespaceAsync(CancellationToken cancellationToken) =>
        Api.PostAsync("api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = Namespace } }, cancellationToken);

    /// <summary>A path below this cluster's temporary folder.</summary>
    public string PathOf(string name) => _folder[name];

    /// <summary>Creates the Node object; returns its name, which is <paramref name="name"/> and what makes it unique.</summary>
    public async Task<string> AddNodeAsync(string name, CancellationToken cancellationToken, JsonObject? labels = null)
    {
        var node = $"{name}-{Unique}";
        await Api.PostAsync(
            "api/v1/nodes",
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = node, ["labels"] = labels ?? [] },
            },
            cancellationToken
        );
        return node;
    }

    /// <summary>Namespaces of a host's own that end with this cluster.</summary>
    public async Task<HostNamespaces> AddHostAsync(string hostname, CancellationToken cancellationToken)
    {
        var host = await HostNamespaces.CreateAsync(hostname, cancellationToken);
        _hosts.Add(host);
        return host;
    }

    /// <summary>A proxy to this cluster's server that ends with it.</summary>
    public CuttableProxy AddProxy()
    {
        var proxy = new CuttableProxy(Server.Url);
        _hosts.Add(proxy);
        return proxy;
    }

    public string Kubeconfig(Uri? via = null, string? tokenFile = null) =>
        Server.WriteKubeconfig(
            _folder[$"kubeconfig-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}"],
            via,
            tokenFile,
            Namespace
        );

    /// <summary>Starts an agent and does not wait for it.</summary>
    public AgentProcess StartAgent(string node, int hostPid = 0, string? kubeconfig = null, IReadOnlyList<string>? moreArguments = null)
    {
        var agent = AgentProcess.Start(
            new AgentSettings
            {
                NodeName = node,
                Namespace = Namespace,
                Kubeconfig = kubeconfig ?? Kubeconfig(),
                HostPid = hostPid,
                MoreArguments = moreArguments ?? [],
            }
        );
        _agents.Add(agent);
        return agent;
    }

    /// <summary>A node and its agent, ready.</summary>
    public async Task<AgentProcess> AddReadyAgentAsync(string name, CancellationToken cancellationToken, string? kubeconfig = null)
    {
        var agent = StartAgent(await AddNodeAsync(name, cancellationToken), kubeconfig: kubeconfig);
        await agent.WaitReadyAsync(cancellationToken);
        return agent;
    }

    /// <summary>A script that leaves the line <paramref name="mark"/> outside, then says it.</summary>
    public string MarkingScript(string mark, string then = "") => $"#!/bin/sh\necho {mark} >> {Marks}\n{then}\necho said {mark}\n";

    /// <summary>How often a script with this mark has run.</summary>
    public int CountMarks(string mark) => File.Exists(Marks) ? File.ReadLines(Marks).Count(line => line == mark) : 0;

    public Task SetTaskAsync(string script, CancellationToken cancellationToken) =>
        SetTaskAsync(new JsonObject { ["task"] = script }, cancellationToken);

    /// <summary>Replaces or creates the task ConfigMap.</summary>
    public async Task SetTaskAsync(JsonObject data, CancellationToken cancellationToken, JsonObject? binaryData = null)
    {
        var task = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "node-tasker", ["namespace"] = Namespace },
            ["data"] = data,
        };
        if (binaryData is not null)
            task["binaryData"] = binaryData;

        if (await Api.GetAsync(TaskPath, cancellationToken) is null)
            await Api.PostAsync(ConfigMaps, task, cancellationToken);
        else
            await Api.PutAsync(TaskPath, task, cancellationToken);
    }

    public Task PatchTaskAsync(JsonObject patch, CancellationToken cancellationToken) =>
        Api.MergePatchAsync(TaskPath, patch, cancellationToken);

    public Task DeleteTaskAsync(CancellationToken cancellationToken) => Api.DeleteAsync(TaskPath, cancellationToken);

    public async Task<NodeResult?> ResultAsync(string node, CancellationToken cancellationToken) =>
        await Api.GetAsync($"{ConfigMaps}/node-tasker-results-{node}", cancellationToken) is { } result ? NodeResult.Of(result) : null;

    /// <summary>Waits for a result as wished; fails with the last one and the agent's log.</summary>
    public async Task<NodeResult> WaitForResultAsync(
        string node,
        string wish,
        Func<NodeResult, bool> isAsWished,
        CancellationToken cancellationToken,
        TimeSpan? within = null
    )
    {
        try
        {
            return (
                await Eventually.BecomesAsync(
                    $"the result of {node} is {wish}",
                    cancel => ResultAsync(node, cancel),
                    result => result is not null && isAsWished(result),
                    within,
                    cancellationToken
                )
            )!;
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{AgentLogs()}", e);
        }
    }

    /// <summary>Waits until the script with this mark has ended well.</summary>
    public Task<NodeResult> WaitForSuccessAsync(string node, string mark, CancellationToken cancellationToken, TimeSpan? within = null) =>
        WaitForResultAsync(
            node,
            $"Succeeded and says {mark}",
            result => result.Phase == "Succeeded" && result.Output.Contains($"said {mark}\n", StringComparison.Ordinal),
            cancellationToken,
            within
        );

    /// <summary>Runs one more task to its end on this node: whatever the agent was going to do before, it has done then.</summary>
    public async Task FenceAsync(string node, CancellationToken cancellationToken)
    {
        var mark = $"fence-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        await SetTaskAsync(MarkingScript(mark), cancellationToken);
        await WaitForSuccessAsync(node, mark, cancellationToken);
    }

    public string AgentLogs() => string.Join("\n", _agents.Select(agent => $"--- {agent.Settings.NodeName}\n{agent.Log}"));

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(_agents.Select(agent => agent.DisposeAsync().AsTask()));
        }
        finally
        {
            foreach (var host in _hosts)
                await host.DisposeAsync();
            if (_kubectl.IsValueCreated)
                _kubectl.Value.Dispose();
            Api.Dispose();
            _folder.Dispose();
        }
    }
}
