using System.Text.Json.Nodes;
using NodeTasker.Cli.Tests.Kit;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Diagnosis;

/// <summary><c>doctor</c> notices agents that are gone, though the results that they wrote are still there.</summary>
public sealed class DoctorTests
{
    private const string Namespace = "namespaces/node-tasker";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Agents_that_are_not_ready_or_gone_are_errors_though_their_results_are_there()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.Envtest, "worker-1", "worker-2", "worker-3");
        await CreateDaemonSetAsync(cluster);
        await CreatePodAsync(cluster, "worker-1", isReady: true);
        await CreatePodAsync(cluster, "worker-2", isReady: true);
        await CreatePodAsync(cluster, "worker-3", isReady: true);
        foreach (var node in new[] { "worker-1", "worker-2", "worker-3" })
            await cluster.ReportAsync(ClusterObjects.Result(node, "aaaaaaaaaaaa", RunPhase.Succeeded));

        var before = await FindAsync(cluster);
        await SetReadyAsync(cluster, "worker-2", isReady: false);
        await cluster.Api.DeleteAsync(
            $"api/v1/{Namespace}/pods/agent-worker-3?gracePeriodSeconds=0",
            TestContext.Current.CancellationToken
        );
        var after = await FindAsync(cluster);

        Assert.Equal(["Ok: ready on 3 of 3 nodes"], before);
        Assert.Equal(["Error: not ready on worker-2: tasks don't run there", "Error: no agent pod on worker-3"], after);
    }

    [Fact(Timeout = 120_000)]
    public async Task Without_pods_an_agent_that_does_not_answer_the_task_is_an_error_though_it_answered_an_earlier_one()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1", "worker-2");
        foreach (var node in new[] { "worker-1", "worker-2" })
            await cluster.ReportAsync(ClusterObjects.Result(node, "aaaaaaaaaaaa", RunPhase.Succeeded));

        var before = await FindAsync(cluster);
        var run = (await cluster.RunAsync("run", "--no-wait", "--", "true")).Successful("run").Trim();
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", run, RunPhase.Succeeded));

        Assert.Equal(["Ok: no pods to be seen; results of worker-[1-2]"], before);
        await Eventually.BecomesAsync(
            "the agent is missed",
            async _ => await FindAsync(cluster),
            findings =>
                findings.SequenceEqual([
                    "Error: no agent has answered the task on worker-2",
                    "Ok: no pods to be seen; results of worker-1",
                ]),
            TimeSpan.FromSeconds(40),
            TestContext.Current.CancellationToken
        );
    }

    [Theory(Timeout = 120_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_the_right_to_list_nodes_it_says_so_and_looks_at_the_rest(bool mayReadTask)
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.Envtest, "worker-1");
        if (mayReadTask)
            await AllowConfigMapsAsync(cluster);
        var kubeconfig = await File.ReadAllTextAsync(cluster.Kubeconfig, TestContext.Current.CancellationToken);
        var limited = cluster.Folder.Write("limited", kubeconfig.Replace("{token: ", "{as: limited, token: ", StringComparison.Ordinal));

        var doctor = await cluster.RunAsync("doctor", "--kubeconfig", limited);

        Assert.Equal((1, ""), (doctor.ExitCode, doctor.StandardError));
        Assert.Contains("ERROR    your rights: you may not list nodes", doctor.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("WARNING  agents: you may not look: nodes is forbidden", doctor.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(!mayReadTask, doctor.StandardOutput.Contains("WARNING  task: you may not look", StringComparison.Ordinal));
        Assert.Contains("  controller: ", doctor.StandardOutput, StringComparison.Ordinal);
    }

    private static async Task AllowConfigMapsAsync(CliCluster cluster)
    {
        const string Rbac = $"apis/rbac.authorization.k8s.io/v1/{Namespace}";
        await cluster.Api.PostAsync(
            $"{Rbac}/roles",
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "limited" },
                ["rules"] = new JsonArray(
                    new JsonObject
                    {
                        ["apiGroups"] = new JsonArray(""),
                        ["resources"] = new JsonArray("configmaps"),
                        ["verbs"] = new JsonArray("get", "list"),
                    }
                ),
            },
            Cancellation
        );
        await cluster.Api.PostAsync(
            $"{Rbac}/rolebindings",
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "limited" },
                ["roleRef"] = new JsonObject
                {
                    ["apiGroup"] = "rbac.authorization.k8s.io",
                    ["kind"] = "Role",
                    ["name"] = "limited",
                },
                ["subjects"] = new JsonArray(
                    new JsonObject
                    {
                        ["apiGroup"] = "rbac.authorization.k8s.io",
                        ["kind"] = "User",
                        ["name"] = "limited",
                    }
                ),
            },
            Cancellation
        );
    }

    private static async Task<IReadOnlyList<string>> FindAsync(CliCluster cluster)
    {
        var doctor = await cluster.RunAsync("doctor", "-o", "json");
        var findings = JsonNode.Parse(doctor.StandardOutput)!["findings"]!.AsArray();
        Assert.Equal(findings.Any(finding => (string)finding!["level"]! == "Error") ? 1 : 0, doctor.ExitCode);
        return
        [
            .. findings
                .Where(finding => (string)finding!["check"]! == "agents")
                .Select(finding => $"{finding!["level"]}: {finding["message"]}"),
        ];
    }

    private static Task CreateDaemonSetAsync(CliCluster cluster) =>
        cluster.Api.PostAsync(
            $"apis/apps/v1/{Namespace}/daemonsets",
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "node-tasker-agent" },
                ["spec"] = new JsonObject
                {
                    ["selector"] = new JsonObject { ["matchLabels"] = Labels() },
                    ["template"] = new JsonObject
                    {
                        ["metadata"] = new JsonObject { ["labels"] = Labels() },
                        ["spec"] = new JsonObject { ["containers"] = Containers() },
                    },
                },
            },
            Cancellation
        );

    private static async Task CreatePodAsync(CliCluster cluster, string node, bool isReady)
    {
        await cluster.Api.PostAsync(
            $"api/v1/{Namespace}/pods",
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = $"agent-{node}", ["labels"] = Labels() },
                ["spec"] = new JsonObject { ["nodeName"] = node, ["containers"] = Containers() },
            },
            Cancellation
        );
        await SetReadyAsync(cluster, node, isReady);
    }

    private static Task SetReadyAsync(CliCluster cluster, string node, bool isReady) =>
        cluster.Api.MergePatchAsync(
            $"api/v1/{Namespace}/pods/agent-{node}/status",
            new JsonObject
            {
                ["status"] = new JsonObject
                {
                    ["phase"] = "Running",
                    ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = isReady ? "True" : "False" }),
                },
            },
            Cancellation
        );

    private static JsonObject Labels() => new() { ["app.kubernetes.io/name"] = "node-tasker", ["app.kubernetes.io/component"] = "agent" };

    private static JsonArray Containers() => [new JsonObject { ["name"] = "agent", ["image"] = "node-tasker-agent:0.1.0" }];
}
