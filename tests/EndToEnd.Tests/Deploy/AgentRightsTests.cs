namespace NodeTasker.EndToEnd.Tests.Deploy;

/// <summary>What the token of the agent on node <c>a</c> can do, and what it can't.</summary>
public sealed class AgentRightsTests(InstalledApiServer cluster) : IClassFixture<InstalledApiServer>
{
    private const string OwnResult = "node-tasker-results-a";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task An_agent_creates_and_updates_the_result_of_its_own_node()
    {
        SkipUnlessAvailable();

        var created = await ApplyAsync(OwnResult, "Running").WaitAsync(TestContext.Current.CancellationToken);
        var updated = await ApplyAsync(OwnResult, "Succeeded");
        var result = await cluster.Server.KubectlAsync(["get", "cm", OwnResult, "-o", "jsonpath={.data.phase}"], Cancelled);

        Assert.True(created.ExitCode == 0, created.ToString());
        Assert.True(updated.ExitCode == 0, updated.ToString());
        Assert.Equal("Succeeded", result.Output);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("node-tasker", "the task")]
    [InlineData("node-tasker-results-b", "another node's result")]
    [InlineData("node-tasker-results", "the summary")]
    [InlineData("node-tasker-history", "the history")]
    [InlineData("other-results-a", "a result of a task that is not installed")]
    [InlineData("node-tasker-results-x-results-a", "a result whose node only ends like its own")]
    public async Task The_policy_keeps_an_agent_from_writing(string name, string what)
    {
        SkipUnlessAvailable();
        var before = await cluster
            .Server.KubectlAsync(["get", "cm", "-o", "name"], Cancelled)
            .WaitAsync(TestContext.Current.CancellationToken);

        var applied = await ApplyAsync(name, "Succeeded");
        var created = await cluster.AsAgentAsync(["create", "cm", name], Cancelled);
        var after = await cluster.Server.KubectlAsync(["get", "cm", "-o", "name"], Cancelled);

        Assert.True(applied.ExitCode != 0, $"it wrote {what}");
        Assert.Contains("the agent of node a may write the results of its own node only", applied.Error, StringComparison.Ordinal);
        Assert.True(created.ExitCode != 0, $"it created {what}");
        Assert.DoesNotContain($"{name}\n", Added(before.Output, after.Output), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_policy_keeps_an_agent_from_changing_a_result_of_another_node_that_exists()
    {
        SkipUnlessAvailable();
        var theirs = await cluster
            .Server.KubectlAsync(
                cluster.AgentOnB,
                ["apply", "--server-side", "--field-manager=node-tasker-agent", "-f", "-"],
                Cancelled,
                Result("node-tasker-results-b", "Failed")
            )
            .WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(theirs.ExitCode == 0, theirs.ToString());

        var forged = await ApplyAsync("node-tasker-results-b", "Succeeded");
        var result = await cluster.Server.KubectlAsync(["get", "cm", "node-tasker-results-b", "-o", "jsonpath={.data.phase}"], Cancelled);

        Assert.NotEqual(0, forged.ExitCode);
        Assert.Contains("may write the results of its own node only", forged.Error, StringComparison.Ordinal);
        Assert.Equal("Failed", result.Output);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_policy_keeps_an_agent_from_writing_in_another_namespace_and_from_deleting_even_if_RBAC_let_it()
    {
        SkipUnlessAvailable();
        await ApplyAsync(OwnResult, "Succeeded").WaitAsync(TestContext.Current.CancellationToken);
        await cluster.Server.KubectlAsync(
            ["create", "clusterrolebinding", "too-much", "--clusterrole=cluster-admin", "--serviceaccount=node-tasker:node-tasker-agent"],
            Cancelled
        );
        try
        {
            await RbacApiServer.UntilAsync(
                async token => (await cluster.AsAgentAsync(["auth", "can-i", "delete", "cm"], token)).ExitCode == 0,
                Cancelled
            );

            var elsewhere = await cluster.AsAgentAsync(["--namespace=default", "create", "cm", OwnResult], Cancelled);
            var deleted = await cluster.AsAgentAsync(["delete", "cm", OwnResult], Cancelled);
            var all = await cluster.AsAgentAsync(["delete", "cm", "--all"], Cancelled);

            Assert.Contains("may write the results of its own node only", elsewhere.Error, StringComparison.Ordinal);
            Assert.Contains("an agent may not delete ConfigMaps", deleted.Error, StringComparison.Ordinal);
            Assert.Contains("an agent may not delete ConfigMaps", all.Error, StringComparison.Ordinal);
            Assert.Equal(0, (await cluster.Server.KubectlAsync(["get", "cm", "node-tasker", OwnResult], Cancelled)).ExitCode);
        }
        finally
        {
            await cluster.Server.KubectlAsync(["delete", "clusterrolebinding", "too-much"], CancellationToken.None);
            await RbacApiServer.UntilAsync(
                async token => (await cluster.AsAgentAsync(["auth", "can-i", "delete", "cm"], token)).ExitCode != 0,
                CancellationToken.None
            );
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("labels: { node-tasker.io/node: b }", "node: a")]
    [InlineData("labels: { node-tasker.io/node: a }", "node: b")]
    [InlineData("labels: {}", "node: a")]
    [InlineData("labels: { node-tasker.io/node: a }", "phase: Failed")]
    public async Task The_policy_keeps_an_agent_from_speaking_of_another_node_in_its_own_result(string labels, string data)
    {
        SkipUnlessAvailable();
        var result =
            $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {OwnResult}, namespace: node-tasker, {labels}}}, data: {{{data}}}}}";

        var created = await cluster
            .AsAgentAsync(["create", "--dry-run=server", "-f", "-"], Cancelled, "# YAML\n" + result)
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, created.ExitCode);
        Assert.Contains("must name that node in its data and in its label", created.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_token_that_names_no_node_writes_nothing()
    {
        SkipUnlessAvailable();
        var unbound = await cluster.Server.AgentWithTokenAsync("unbound", [], Cancelled).WaitAsync(TestContext.Current.CancellationToken);

        var created = await cluster.Server.KubectlAsync(unbound, ["create", "cm", OwnResult], Cancelled);

        Assert.NotEqual(0, created.ExitCode);
        Assert.Contains("the token names no node", created.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_token_that_is_bound_to_a_node_writes_that_nodes_result()
    {
        SkipUnlessAvailable();
        var bareMetal = await cluster
            .Server.AgentWithTokenAsync("bare-metal", ["--bound-object-kind=Node", "--bound-object-name=a"], Cancelled)
            .WaitAsync(TestContext.Current.CancellationToken);

        var own = await cluster.Server.KubectlAsync(
            bareMetal,
            ["apply", "--server-side", "--force-conflicts", "-f", "-", "--dry-run=server"],
            Cancelled,
            Result(OwnResult, "Running")
        );
        var other = await cluster.Server.KubectlAsync(
            bareMetal,
            ["apply", "--server-side", "--force-conflicts", "-f", "-", "--dry-run=server"],
            Cancelled,
            Result("node-tasker-results-b", "Running")
        );

        Assert.True(own.ExitCode == 0, own.ToString());
        Assert.Contains("may write the results of its own node only", other.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_agent_watches_its_task_by_name_and_nothing_beside_it()
    {
        SkipUnlessAvailable();
        const string Watch = "/api/v1/namespaces/node-tasker/configmaps?watch=1&timeoutSeconds=1";

        var byName = await cluster
            .AsAgentAsync(["get", "--raw", Watch + "&fieldSelector=metadata.name%3Dnode-tasker"], Cancelled)
            .WaitAsync(TestContext.Current.CancellationToken);
        var all = await cluster.AsAgentAsync(["get", "--raw", Watch], Cancelled);

        Assert.True(byName.ExitCode == 0, byName.ToString());
        Assert.Contains("\"type\":\"ADDED\"", byName.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, all.ExitCode);
        Assert.Contains("orbidden", all.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("yes", "get", "configmaps/node-tasker")]
    [InlineData("yes", "watch", "configmaps/node-tasker")]
    [InlineData("yes", "get", "leases.coordination.k8s.io")]
    [InlineData("yes", "watch", "leases.coordination.k8s.io")]
    [InlineData("yes", "get", "nodes")]
    [InlineData("no", "get", "configmaps/node-tasker-results-a")]
    [InlineData("no", "get", "configmaps/node-tasker-results-b")]
    [InlineData("no", "list", "configmaps")]
    [InlineData("no", "update", "configmaps/node-tasker")]
    [InlineData("no", "delete", "configmaps/node-tasker-results-a")]
    [InlineData("no", "create", "leases.coordination.k8s.io")]
    [InlineData("no", "patch", "leases.coordination.k8s.io")]
    [InlineData("no", "get", "secrets")]
    [InlineData("no", "list", "secrets")]
    [InlineData("no", "create", "serviceaccounts/node-tasker-agent", "token")]
    [InlineData("no", "get", "pods")]
    [InlineData("no", "create", "pods")]
    [InlineData("no", "patch", "nodes/a")]
    [InlineData("no", "patch", "daemonsets.apps/node-tasker-agent")]
    [InlineData("no", "create", "events")]
    public async Task RBAC_gives_an_agent_no_more_than_it_needs(string expected, string verb, string target, string? subresource = null)
    {
        SkipUnlessAvailable();
        string[] arguments = ["auth", "can-i", verb, target, .. subresource is null ? (string[])[] : [$"--subresource={subresource}"]];

        var answer = await cluster.AsAgentAsync(arguments, Cancelled).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.Output.Trim());
    }

    private void SkipUnlessAvailable() => Assert.SkipUnless(cluster.Server.Unavailable is null, cluster.Server.Unavailable ?? "");

    private Task<ToolRun> ApplyAsync(string name, string phase) =>
        cluster.AsAgentAsync(
            ["apply", "--server-side", "--field-manager=node-tasker-agent", "--force-conflicts", "-f", "-"],
            Cancelled,
            Result(name, phase)
        );

    private static string Result(string name, string phase) =>
        $$"""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: {{name}}, namespace: node-tasker, labels: { node-tasker.io/node: "{{name[^1]}}" } }
            data: {node: "{{name[^1]}}", phase: {{phase}}, task: "#!/bin/sh"}
            """;

    private static string Added(string before, string after) =>
        string.Concat(after.Split('\n').Except(before.Split('\n')).Select(line => line + "\n"));
}
