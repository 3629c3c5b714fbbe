using System.Globalization;
using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests.Deploy;

/// <summary>A real kube-apiserver with RBAC and admission policies, and kubectl with a home of its own. Nothing is installed on it.</summary>
public sealed class RbacApiServer : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("node-tasker-deploy-");
    private ApiServer? _server;

    /// <summary>Why it can't run here; null when it does.</summary>
    public string? Unavailable { get; private set; }

    internal static string Manifest { get; } = RepositoryFile.Of("deploy/daemonset-privileged.yaml");

    internal string AdminKubeconfig => Path.Combine(_folder.FullName, "kubeconfig");

    public async ValueTask InitializeAsync()
    {
        Unavailable = ApiServer.WhyUnavailable(ServerKind.Envtest)
            ?? (
                ToolRun.Find("kubectl") is null ? "There is no kubectl on the PATH."
                : await IsTooOldAsync() ? "kubectl is older than 1.31, the first that binds a token to a node."
                : null
            );
        if (Unavailable is not null)
        {
            return;
        }

        _server = await ApiServer.StartAsync(ServerKind.Envtest, new ApiServerOptions { LogRequests = false });
        _server.WriteKubeconfig(AdminKubeconfig);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> IsTooOldAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var version = await KubectlAsync(["version", "--client", "-o", "json"], limit.Token);
        var client = JsonNode.Parse(version.Output)!["clientVersion"]!;
        // A distributor's minor version may be "32+".
        return client["major"]!.GetValue<string>() == "1"
            && int.Parse(client["minor"]!.GetValue<string>().TrimEnd('+'), CultureInfo.InvariantCulture) < 31;
    }

    /// <summary>kubectl as the cluster's admin.</summary>
    internal Task<ToolRun> KubectlAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? input = null) =>
        KubectlAsync(AdminKubeconfig, arguments, cancellationToken, input);

    /// <summary>kubectl as whoever <paramref name="kubeconfig"/> is.</summary>
    internal Task<ToolRun> KubectlAsync(
        string kubeconfig,
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken,
        string? input = null
    ) =>
        ToolRun.OfAsync(
            "kubectl",
            [$"--kubeconfig={kubeconfig}", "--namespace=node-tasker", .. arguments],
            new Dictionary<string, string?>
            {
                ["HOME"] = _folder.FullName,
                ["KUBECONFIG"] = null,
                ["KUBECACHEDIR"] = Path.Combine(_folder.FullName, "cache"),
            },
            input,
            cancellationToken
        );

    /// <summary>The kubeconfig of the agent's pod on <paramref name="node"/>: a token that is bound to that pod, as the kubelet makes it.</summary>
    internal async Task<string> AgentOnAsync(string node, CancellationToken cancellationToken)
    {
        var made = await KubectlAsync(
            ["apply", "-f", "-"],
            cancellationToken,
            $$"""
            apiVersion: v1
            kind: Node
            metadata: {name: {{node}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: agent-on-{{node}}, namespace: node-tasker}
            spec: {nodeName: {{node}}, serviceAccountName: node-tasker-agent, containers: [{name: agent, image: agent}]}
            """
        );
        Assert.True(made.ExitCode == 0, made.ToString());
        return await AgentWithTokenAsync(node, ["--bound-object-kind=Pod", $"--bound-object-name=agent-on-{node}"], cancellationToken);
    }

    /// <summary>A kubeconfig with a token of the agents' ServiceAccount, made with <paramref name="options"/> of <c>kubectl create token</c>.</summary>
    internal async Task<string> AgentWithTokenAsync(string name, IReadOnlyList<string> options, CancellationToken cancellationToken)
    {
        var token = await KubectlAsync(["create", "token", "node-tasker-agent", .. options], cancellationToken);
        Assert.True(token.ExitCode == 0, token.ToString());
        var view = await KubectlAsync(["config", "view", "--raw", "-o", "json"], cancellationToken);
        var config = JsonNode.Parse(view.Output)!;
        config["users"]![0]!["user"] = new JsonObject { ["token"] = token.Output.Trim() };

        var path = Path.Combine(_folder.FullName, $"agent-{name}.kubeconfig");
        await File.WriteAllTextAsync(path, config.ToJsonString(), cancellationToken);
        return path;
    }

    /// <summary>Asks again and again until <paramref name="condition"/> holds, for half a minute.</summary>
    internal static async Task UntilAsync(Func<CancellationToken, Task<bool>> condition, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition(deadline.Token))
        {
            await tick.WaitForNextTickAsync(deadline.Token);
        }
    }
}
