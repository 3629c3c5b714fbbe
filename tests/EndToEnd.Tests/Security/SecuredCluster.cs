using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using NodeTasker.Cluster;
using NodeTasker.EndToEnd.Tests.Deploy;

namespace NodeTasker.EndToEnd.Tests.Security;

/// <summary>
/// A cluster with the shipped manifest applied and one object of each kind in it: a kube-apiserver of its own, or the cluster of the kubeconfig that
/// <c>NODE_TASKER_TEST_KUBECONFIG</c> names, whose user must be its admin. Every request of a test is a dry run.
/// </summary>
public sealed class SecuredCluster : IAsyncLifetime
{
    public const string Namespace = "node-tasker";
    public const string NodeA = "node-tasker-test-a";
    public const string NodeB = "node-tasker-test-b";
    private const string Configured = "NODE_TASKER_TEST_KUBECONFIG";

    private readonly TempDir _folder = new("node-tasker-rights-");
    private ApiServer? _server;
    private readonly HashSet<string> _foundBefore = [];
    private Kubernetes? _client;

    /// <summary>Why there is no such cluster here; null when there is one.</summary>
    public string? Unavailable { get; private set; }

    /// <summary>Everybody whose rights the table shows, by the table's name for them.</summary>
    public IReadOnlyDictionary<string, Principal> Principals { get; private set; } = new Dictionary<string, Principal>();

    /// <summary>What has been asked before, so that the whole table and its cells ask once.</summary>
    internal ConcurrentDictionary<(string Who, string What), Task<string>> Answers { get; } = new();

    private Kubernetes Client => _client ?? throw new InvalidOperationException("There is no cluster.");

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        var kubeconfig = Environment.GetEnvironmentVariable(Configured);
        Unavailable =
            ToolRun.Find("kubectl") is null ? "There is no kubectl on the PATH."
            : string.IsNullOrEmpty(kubeconfig) && ApiServer.WhyUnavailable(ServerKind.Envtest) is { } reason
                ? $"{reason} {Configured} is not set either."
            : null;
        if (Unavailable is not null)
            return;

        if (string.IsNullOrEmpty(kubeconfig))
        {
            _server = await ApiServer.StartAsync(ServerKind.Envtest, new ApiServerOptions { LogRequests = false }, limit.Token);
            kubeconfig = _server.WriteKubeconfig(_folder["kubeconfig"]);
        }

        _client = new NodeTasker.Cluster.ApiClient(ClientConfiguration.FromFile(kubeconfig));
        await KubectlAsync(kubeconfig, ["apply", "-f", RbacApiServer.Manifest, "--validate=strict"], limit.Token);
        foreach (var path in TestObjects.Leftovers)
        {
            if ((await SendAsync(Principal.Admin, HttpMethod.Get, path, null, "", limit.Token)).Status == HttpStatusCode.OK)
                _foundBefore.Add(path);
        }

        var task = await SendAsync(
            Principal.Admin,
            HttpMethod.Get,
            $"api/v1/namespaces/{Namespace}/configmaps/node-tasker",
            null,
            "",
            limit.Token
        );
        Unavailable = JsonNode.Parse(task.Message)?["data"]?["task"] is null
            ? null
            : "This cluster has a task. The tests add Nodes, which a rollout would wait for: clear the task first.";
        if (Unavailable is not null)
            return;

        var areThere = await HasRulesAsync("edit", limit.Token) && await HasRulesAsync("admin", limit.Token);
        await KubectlAsync(
            kubeconfig,
            ["apply", "-f", "-"],
            limit.Token,
            $"{TestObjects.Yaml}\n---\n{TestObjects.NamespaceBindings(areThere)}"
        );
        Principals = await PrincipalsAsync(limit.Token);
        await Eventually.BecomesAsync("roles and policies are in force", InForceAsync, yes => yes, TimeSpan.FromMinutes(1), limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null && _server is null)
        {
            foreach (var path in TestObjects.Leftovers.Except(_foundBefore))
                await SendAsync(Principal.Admin, HttpMethod.Delete, path, null, "application/json", CancellationToken.None);
        }

        _client?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The answer of the API server to one request.</summary>
    public async Task<(HttpStatusCode Status, string Message)> SendAsync(
        Principal who,
        HttpMethod method,
        string path,
        JsonNode? body,
        string contentType,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(Client.BaseUri, path));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(contentType));
        if (who.Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
        if (who.User is not null)
            request.Headers.Add("Impersonate-User", who.User);
        if (who.Group is not null)
            request.Headers.Add("Impersonate-Group", who.Group);
        using var response = await Client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        // A watch that is allowed has no end.
        var isWatch = response.IsSuccessStatusCode && path.Contains("watch=1", StringComparison.Ordinal);
        return (response.StatusCode, isWatch ? "" : await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private async Task<IReadOnlyDictionary<string, Principal>> PrincipalsAsync(CancellationToken cancellationToken) =>
        new Dictionary<string, Principal>
        {
            ["agent of A"] = new() { Token = await TokenAsync("node-tasker-agent", "Pod", TestObjects.PodOf(NodeA), cancellationToken) },
            ["agent of A, bare metal"] = new() { Token = await TokenAsync("node-tasker-agent", "Node", NodeA, cancellationToken) },
            ["agent of A, certificate"] = Principal.Of($"node-tasker-agent:{NodeA}", "node-tasker:agents"),
            ["agent, no node"] = new() { Token = await TokenAsync("node-tasker-agent", null, null, cancellationToken) },
            ["controller"] = new() { Token = await TokenAsync("node-tasker-controller", null, null, cancellationToken) },
            ["runner"] = Principal.Of(TestObjects.Runner),
            ["viewer"] = Principal.Of(TestObjects.Viewer),
            ["`edit`"] = Principal.Of(TestObjects.Editor),
            ["`admin`"] = Principal.Of(TestObjects.Administrator),
            ["anybody"] = Principal.Of("node-tasker-test-anybody"),
            ["admin"] = Principal.Admin,
        };

    /// <summary>Without a controller manager the ClusterRoles that are put together from others stay empty.</summary>
    private async Task<bool> HasRulesAsync(string clusterRole, CancellationToken cancellationToken)
    {
        var (status, text) = await SendAsync(
            Principal.Admin,
            HttpMethod.Get,
            $"apis/rbac.authorization.k8s.io/v1/clusterroles/{clusterRole}",
            null,
            "",
            cancellationToken
        );
        return status == HttpStatusCode.OK && JsonNode.Parse(text)!["rules"] is JsonArray { Count: > 0 };
    }

    private async Task<string> TokenAsync(string serviceAccount, string? kind, string? name, CancellationToken cancellationToken)
    {
        var spec = new JsonObject { ["expirationSeconds"] = 3600 };
        if (kind is not null)
            spec["boundObjectRef"] = new JsonObject
            {
                ["kind"] = kind,
                ["apiVersion"] = "v1",
                ["name"] = name,
            };
        var (status, text) = await SendAsync(
            Principal.Admin,
            HttpMethod.Post,
            $"api/v1/namespaces/{Namespace}/serviceaccounts/{serviceAccount}/token",
            new JsonObject { ["spec"] = spec },
            "application/json",
            cancellationToken
        );
        Assert.True(status == HttpStatusCode.Created, text);
        return JsonNode.Parse(text)!["status"]!["token"]!.GetValue<string>();
    }

    /// <summary>Each policy and each role binding reaches the server's caches by itself.</summary>
    private async Task<bool> InForceAsync(CancellationToken cancellationToken)
    {
        var results = $"api/v1/namespaces/{Namespace}/configmaps";
        var byAgent = await SendAsync(
            Principals["agent of A"],
            HttpMethod.Post,
            results + "?dryRun=All",
            TestObjects.ConfigMap("probe"),
            "application/json",
            cancellationToken
        );
        var byEditor = await SendAsync(
            Principals["`edit`"],
            HttpMethod.Post,
            results + "?dryRun=All",
            TestObjects.ConfigMap($"node-tasker-results-{NodeA}"),
            "application/json",
            cancellationToken
        );
        var pod = await SendAsync(
            Principals["`edit`"],
            HttpMethod.Post,
            $"api/v1/namespaces/{Namespace}/pods?dryRun=All",
            TestObjects.Pod("probe"),
            "application/json",
            cancellationToken
        );
        var admin = await SendAsync(
            Principals["`admin`"],
            HttpMethod.Get,
            $"apis/rbac.authorization.k8s.io/v1/namespaces/{Namespace}/roles",
            null,
            "application/json",
            cancellationToken
        );
        var runner = await SendAsync(Principals["runner"], HttpMethod.Get, results, null, "application/json", cancellationToken);
        var viewer = await SendAsync(Principals["viewer"], HttpMethod.Get, "api/v1/nodes", null, "application/json", cancellationToken);
        return Denies(byAgent, "node-tasker-agent")
            && Denies(byEditor, "node-tasker-objects")
            && Denies(pod, "node-tasker-workloads")
            && admin.Status == HttpStatusCode.OK
            && runner.Status == HttpStatusCode.OK
            && viewer.Status == HttpStatusCode.OK;
    }

    private static bool Denies((HttpStatusCode Status, string Message) answer, string policy) =>
        answer.Status == HttpStatusCode.Forbidden && answer.Message.Contains($"'{policy}'", StringComparison.Ordinal);

    private async Task KubectlAsync(
        string kubeconfig,
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken,
        string? input = null
    )
    {
        var environment = new Dictionary<string, string?>
        {
            ["HOME"] = _folder.Path,
            ["KUBECONFIG"] = null,
            ["KUBECACHEDIR"] = _folder["cache"],
        };
        var run = await ToolRun.OfAsync("kubectl", [$"--kubeconfig={kubeconfig}", .. arguments], environment, input, cancellationToken);
        Assert.True(run.ExitCode == 0, run.ToString());
    }
}
