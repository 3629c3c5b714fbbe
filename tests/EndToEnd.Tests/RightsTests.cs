using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests;

/// <summary>An agent whose token may do nothing, something, and enough.</summary>
public sealed class RightsTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    private const string ReadsTask =
        """{"apiGroups":[""],"resources":["configmaps"],"resourceNames":["node-tasker"],"verbs":["get","list","watch"]}""";

    private const string ReadsGrants = """{"apiGroups":["coordination.k8s.io"],"resources":["leases"],"verbs":["get","list","watch"]}""";

    private const string WritesResults = """{"apiGroups":[""],"resources":["configmaps"],"verbs":["create","patch"]}""";

    [Fact(Timeout = 180_000)]
    public async Task Without_rights_the_agent_lives_says_which_are_missing_and_works_once_it_has_them()
    {
        var cluster = await ClusterAsync(ServerKind.Envtest);
        var agent = await StartAsServiceAccountAsync(cluster);
        await cluster.SetTaskAsync(cluster.MarkingScript("allowed"), TestContext.Current.CancellationToken);

        await agent.WaitForLogAsync("resource \"configmaps\"", cancellationToken: TestContext.Current.CancellationToken);
        Assert.StartsWith("200", await agent.AskAsync("/healthz", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.StartsWith("503", await agent.AskAsync("/readyz", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await GrantAsync(cluster, ReadsTask, WritesResults);

        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "allowed", TestContext.Current.CancellationToken);
        Assert.Equal(1, cluster.CountMarks("allowed"));
        Assert.False(agent.HasExited);
    }

    [Fact(Timeout = 180_000)]
    public async Task An_agent_that_may_not_write_its_result_keeps_it_until_it_may()
    {
        var cluster = await ClusterAsync(ServerKind.Envtest);
        await GrantAsync(cluster, ReadsTask);
        var agent = await StartAsServiceAccountAsync(cluster);
        await agent.WaitReadyAsync(TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync(cluster.MarkingScript("unreported"), TestContext.Current.CancellationToken);
        await agent.WaitForLogAsync("cannot patch resource \"configmaps\"", cancellationToken: TestContext.Current.CancellationToken);
        await cluster.Api.DeleteAsync(
            $"apis/rbac.authorization.k8s.io/v1/namespaces/{cluster.Namespace}/roles/agent",
            TestContext.Current.CancellationToken
        );
        await cluster.Api.DeleteAsync(
            $"apis/rbac.authorization.k8s.io/v1/namespaces/{cluster.Namespace}/rolebindings/agent",
            TestContext.Current.CancellationToken
        );
        await GrantAsync(cluster, ReadsTask, WritesResults);

        await cluster.WaitForSuccessAsync(agent.Settings.NodeName, "unreported", TestContext.Current.CancellationToken);
        Assert.Equal(1, cluster.CountMarks("unreported"));
    }

    [Fact(Timeout = 180_000)]
    public async Task An_agent_that_may_not_read_its_grant_says_so_once_and_waits_until_it_may()
    {
        var cluster = await ClusterAsync(ServerKind.Envtest);
        await GrantAsync(cluster, ReadsTask, WritesResults);
        var agent = await StartAsServiceAccountAsync(cluster);
        await agent.WaitReadyAsync(TestContext.Current.CancellationToken);
        var node = agent.Settings.NodeName;

        await cluster.SetTaskAsync(
            new JsonObject { ["task"] = cluster.MarkingScript("granted"), ["parallelism"] = "1" },
            TestContext.Current.CancellationToken
        );
        var pending = await cluster.WaitForResultAsync(
            node,
            "Pending",
            result => result.Phase == "Pending",
            TestContext.Current.CancellationToken
        );
        await agent.WaitForLogAsync("cannot list resource \"leases\"", cancellationToken: TestContext.Current.CancellationToken);
        await cluster.Api.PostAsync(
            $"apis/coordination.k8s.io/v1/namespaces/{cluster.Namespace}/leases",
            JsonNode
                .Parse(
                    $$"""
                    {"metadata":{"name":"node-tasker-grant-{{node}}"},"spec":{"holderIdentity":"{{pending.Run}}"} }
                    """
                )!
                .AsObject(),
            TestContext.Current.CancellationToken
        );
        await cluster.Api.PutAsync(
            $"apis/rbac.authorization.k8s.io/v1/namespaces/{cluster.Namespace}/roles/agent",
            RoleOf(ReadsTask, WritesResults, ReadsGrants),
            TestContext.Current.CancellationToken
        );

        await cluster.WaitForSuccessAsync(node, "granted", TestContext.Current.CancellationToken);
        Assert.Single(agent.Log.Split('\n'), line => line.Contains("cannot list resource \"leases\"", StringComparison.Ordinal));
        Assert.Contains("grant it as deploy/daemonset-privileged.yaml does", agent.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task On_the_shipped_manifest_an_agent_with_its_pods_token_does_its_whole_job()
    {
        Assert.SkipWhen(Kubectl.WhyUnavailable is not null, Kubectl.WhyUnavailable ?? "");
        var cluster = await OwnClusterAsync(ServerKind.Envtest, @namespace: "node-tasker");
        await cluster.Kubectl.ShellAsync(
            $"kubectl apply -f {Deploy.RepositoryFile.Of("deploy/daemonset-privileged.yaml")}",
            TestContext.Current.CancellationToken
        );
        var node = await cluster.AddNodeAsync("worker", TestContext.Current.CancellationToken);
        await cluster.Api.PostAsync(
            $"api/v1/namespaces/{cluster.Namespace}/pods",
            JsonNode
                .Parse(
                    $$"""
                    {"metadata":{"name":"agent-pod"},
                     "spec":{"nodeName":"{{node}}","serviceAccountName":"node-tasker-agent","containers":[{"name":"agent","image":"agent"}]} }
                    """
                )!
                .AsObject(),
            TestContext.Current.CancellationToken
        );
        var token = await TokenAsync(
            cluster,
            "node-tasker-agent",
            """{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"agent-pod"}}"""
        );

        var agent = cluster.StartAgent(node, kubeconfig: cluster.Kubeconfig(tokenFile: token));
        await agent.WaitReadyAsync(TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(
            new JsonObject { ["task"] = cluster.MarkingScript("manifest"), ["nodeSelector"] = "!gpu" },
            TestContext.Current.CancellationToken
        );
        var result = await cluster.WaitForSuccessAsync(node, "manifest", TestContext.Current.CancellationToken);
        await cluster.SetTaskAsync(cluster.MarkingScript("manifest-2"), TestContext.Current.CancellationToken);
        await cluster.WaitForSuccessAsync(node, "manifest-2", TestContext.Current.CancellationToken);

        Assert.Equal("0", result.ExitCode);
        Assert.Equal(node, (string?)result.Metadata["ownerReferences"]![0]!["name"]);
        Assert.DoesNotContain("forbidden", agent.Log, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<AgentProcess> StartAsServiceAccountAsync(TestCluster cluster)
    {
        await cluster.Api.PostAsync(
            $"api/v1/namespaces/{cluster.Namespace}/serviceaccounts",
            JsonNode.Parse("""{"metadata":{"name":"agent"}}""")!.AsObject(),
            Cancellation
        );
        var token = await TokenAsync(cluster, "agent", "{}");
        return cluster.StartAgent(await cluster.AddNodeAsync("worker", Cancellation), kubeconfig: cluster.Kubeconfig(tokenFile: token));
    }

    private static async Task<string> TokenAsync(TestCluster cluster, string serviceAccount, string spec)
    {
        var request = await cluster.Api.PostAsync(
            $"api/v1/namespaces/{cluster.Namespace}/serviceaccounts/{serviceAccount}/token",
            JsonNode.Parse($$"""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{{spec}} }""")!.AsObject(),
            Cancellation
        );
        var file = cluster.PathOf("token");
        await File.WriteAllTextAsync(file, (string)request["status"]!["token"]!, Cancellation);
        return file;
    }

    private static JsonObject RoleOf(params string[] rules) =>
        JsonNode.Parse($$"""{"metadata":{"name":"agent"},"rules":[{{string.Join(",", rules)}}]}""")!.AsObject();

    private static async Task GrantAsync(TestCluster cluster, params string[] rules)
    {
        var path = $"apis/rbac.authorization.k8s.io/v1/namespaces/{cluster.Namespace}";
        await cluster.Api.PostAsync($"{path}/roles", RoleOf(rules), Cancellation);
        await cluster.Api.PostAsync(
            $"{path}/rolebindings",
            JsonNode
                .Parse(
                    $$"""
                    {"metadata":{"name":"agent"},
                     "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"agent"},
                     "subjects":[{"kind":"ServiceAccount","name":"agent","namespace":"{{cluster.Namespace}}"}]}
                    """
                )!
                .AsObject(),
            Cancellation
        );
    }
}
