using System.Text.Json.Nodes;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Kit;

/// <summary>A cluster for an operator's command: an API server, nodes, agents; all of it ends with the test.</summary>
internal sealed class CliCluster : IAsyncDisposable
{
    public const string ConfigMaps = "api/v1/namespaces/node-tasker/configmaps";
    private static readonly string Executable = ProductPrograms.Command;
    private readonly List<AgentProcess> _agents = [];

    private CliCluster(ApiServer server)
    {
        Server = server;
        Api = new KubeApi(server);
        Kubeconfig = server.WriteKubeconfig(Folder["kubeconfig"]);
    }

    /// <summary>The servers that every workflow has to work on.</summary>
    public static TheoryData<ServerKind> EveryServer => new(ServerKind.LocalCluster, ServerKind.Envtest);

    public ApiServer Server { get; }

    public KubeApi Api { get; }

    public TempDir Folder { get; } = new();

    public string Kubeconfig { get; }

    /// <summary>A server with the namespace and these nodes; skips the test where there is no such server.</summary>
    public static async Task<CliCluster> StartAsync(ServerKind kind, params string[] nodes)
    {
        var why = ApiServer.WhyUnavailable(kind);
        Assert.SkipWhen(why is not null, why ?? "");
        var cancellation = TestContext.Current.CancellationToken;
        var cluster = new CliCluster(
            await ApiServer.StartAsync(kind, new ApiServerOptions { LogRequests = kind == ServerKind.LocalCluster }, cancellation)
        );
        await cluster.Api.PostAsync("api/v1/namespaces", ObjectOf("node-tasker"), cancellation);
        foreach (var node in nodes)
            await cluster.Api.PostAsync("api/v1/nodes", ObjectOf(node), cancellation);
        return cluster;
    }

    /// <summary>The same with a ready agent on each node.</summary>
    public static async Task<CliCluster> StartWithAgentsAsync(ServerKind kind, params string[] nodes)
    {
        var cluster = await StartAsync(kind, nodes);
        foreach (var node in nodes)
            cluster._agents.Add(
                AgentProcess.Start(
                    new AgentSettings
                    {
                        NodeName = node,
                        Namespace = "node-tasker",
                        Kubeconfig = cluster.Kubeconfig,
                    }
                )
            );
        foreach (var agent in cluster._agents)
            await agent.WaitReadyAsync(TestContext.Current.CancellationToken);
        return cluster;
    }

    /// <summary>Starts <c>node-tasker ARGUMENTS</c>.</summary>
    public RunningProcess Start(params string[] arguments) => RunningProcess.Start(Executable, arguments, Environment());

    /// <summary>Runs <c>node-tasker ARGUMENTS</c> to its end.</summary>
    public Task<ProcessOutcome> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    /// <summary>The same with this on its stdin.</summary>
    public async Task<ProcessOutcome> RunAsync(string? input, string[] arguments)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var process = Start(arguments);
        if (input is not null)
            await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TimeSpan.FromSeconds(60), cancellation);
        return new ProcessOutcome(process.ExitCode, process.StandardOutput, process.StandardError);
    }

    /// <summary>Starts a line of shell on a pseudo-terminal, where <c>node-tasker</c> is on the PATH.</summary>
    public TerminalSession StartOnTerminal(string line, params (string Name, string Value)[] environment)
    {
        var variables = Environment();
        foreach (var (name, value) in environment)
            variables[name] = value;
        return new TerminalSession(line, variables);
    }

    /// <summary>Writes a file and returns its path.</summary>
    public string Script(string name, string text) => Folder.Write(name, text);

    /// <summary>The <c>data</c> of the task; null when there is no task.</summary>
    public async Task<JsonObject?> TaskAsync() => await Api.GetAsync($"{ConfigMaps}/node-tasker", TestContext.Current.CancellationToken);

    /// <summary>The names of all ConfigMaps but those that the API server makes.</summary>
    public async Task<string[]> ConfigMapNamesAsync() =>
        [
            .. (await Api.GetAsync(ConfigMaps, TestContext.Current.CancellationToken))!["items"]!
                .AsArray()
                .Select(item => (string)item!["metadata"]!["name"]!)
                .Where(name => name.StartsWith("node-tasker", StringComparison.Ordinal))
                .Order(),
        ];

    /// <summary>Waits until <c>status</c> says this.</summary>
    public Task WaitForStatusAsync(string text) =>
        Eventually.BecomesAsync(
            $"status says '{text}'",
            async _ => (await RunAsync("status")).StandardOutput,
            status => status.Contains(text, StringComparison.Ordinal),
            cancellationToken: TestContext.Current.CancellationToken
        );

    /// <summary>Waits until the task has a content.</summary>
    public Task WaitForTaskAsync() =>
        Eventually.BecomesAsync(
            "the task is set",
            async _ => (await TaskAsync())?["data"],
            data => data is not null,
            cancellationToken: TestContext.Current.CancellationToken
        );

    /// <summary>The id of the run of the current content.</summary>
    public async Task<string> RunIdAsync()
    {
        var status = JsonNode.Parse((await RunAsync("status", "-o", "json")).Successful("status"))!;
        return (string)status["run"]!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents)
            await agent.DisposeAsync();
        Api.Dispose();
        await Server.DisposeAsync();
        Folder.Dispose();
    }

    private static JsonObject ObjectOf(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };

    private Dictionary<string, string?> Environment() =>
        new()
        {
            ["KUBECONFIG"] = Kubeconfig,
            ["HOME"] = Folder.Path,
            ["TERM"] = "xterm-256color",
            ["NO_COLOR"] = null,
            ["PATH"] = $"{ProductPrograms.Folder}:{System.Environment.GetEnvironmentVariable("PATH")}",
        };
}
