namespace NodeTasker.EndToEnd.Tests;

/// <summary>The commands of the first page of the design, as a user types them.</summary>
public sealed class SeedCommandTests(SharedServers servers, ITestOutputHelper output) : EndToEndTest(servers, output)
{
    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task Replacing_the_task_with_kubectl_runs_it_on_every_node_and_kubectl_shows_each_result(ServerKind kind)
    {
        Assert.SkipWhen(Kubectl.WhyUnavailable is not null, Kubectl.WhyUnavailable ?? "");
        var cluster = await ClusterAsync(kind);
        await cluster.Kubectl.ShellAsync("kubectl create cm node-tasker", TestContext.Current.CancellationToken);
        var agents = await Task.WhenAll(
            Enumerable.Range(1, 3).Select(n => cluster.AddReadyAgentAsync($"worker-{n}", TestContext.Current.CancellationToken))
        );
        var script = cluster.PathOf("hello.sh");
        await File.WriteAllTextAsync(script, cluster.MarkingScript("hello", "echo to stderr >&2"), TestContext.Current.CancellationToken);

        await cluster.Kubectl.ShellAsync(
            $"kubectl create cm node-tasker --from-file=task={script} --dry-run=client -o yaml | kubectl replace -f -",
            TestContext.Current.CancellationToken
        );

        foreach (var agent in agents)
        {
            var node = agent.Settings.NodeName;
            var result = await cluster.WaitForSuccessAsync(node, "hello", TestContext.Current.CancellationToken);
            Assert.Equal("0", result.ExitCode);
            Assert.Equal(node, result["node"]);
            Assert.Equal("1", result["attempt"]);
            Assert.Contains("to stderr", result.Output, StringComparison.Ordinal);
            Assert.Contains(
                "said hello",
                await cluster.Kubectl.ShellAsync(
                    $"kubectl get cm node-tasker-results-{node} -o jsonpath='{{.data.output}}'",
                    TestContext.Current.CancellationToken
                ),
                StringComparison.Ordinal
            );
        }

        Assert.Equal(3, cluster.CountMarks("hello"));
        var succeeded = await cluster.Kubectl.ShellAsync(
            "kubectl get cm -l node-tasker.io/phase=Succeeded -o name",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(3, succeeded.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Empty(
            await cluster.Kubectl.ShellAsync("kubectl get cm -l node-tasker.io/phase=Failed -o name", TestContext.Current.CancellationToken)
        );
    }

    [Theory(Timeout = 180_000), MemberData(nameof(EveryServer))]
    public async Task Each_agent_runs_the_task_in_the_namespaces_of_its_own_host(ServerKind kind)
    {
        var reason = await HostNamespaces.WhyUnavailableAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(reason is not null, reason ?? "");
        var cluster = await ClusterAsync(kind);
        var nodes = await Task.WhenAll(
            Enumerable
                .Range(1, 2)
                .Select(async n =>
                {
                    var node = await cluster.AddNodeAsync($"worker-{n}", TestContext.Current.CancellationToken);
                    var host = await cluster.AddHostAsync(node, TestContext.Current.CancellationToken);
                    await cluster.StartAgent(node, host.InitProcessId).WaitReadyAsync(TestContext.Current.CancellationToken);
                    return node;
                })
        );

        await cluster.SetTaskAsync(
            "#!/bin/sh\necho host=$(hostname) first=$(tr '\\0' ' ' < /proc/1/cmdline)\n",
            TestContext.Current.CancellationToken
        );

        foreach (var node in nodes)
        {
            var result = await cluster.WaitForResultAsync(
                node,
                "Succeeded",
                result => result.Phase == "Succeeded",
                TestContext.Current.CancellationToken
            );
            Assert.Contains($"host={node} ", result.Output, StringComparison.Ordinal);
            Assert.Contains($"init {node}", result.Output, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_script_that_fails_gives_its_exit_code_and_its_output(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync("#!/bin/sh\necho 'no such disk' >&2\nexit 42\n", TestContext.Current.CancellationToken);

        var result = await cluster.WaitForResultAsync(
            agent.Settings.NodeName,
            "Failed",
            result => result.Phase == "Failed",
            TestContext.Current.CancellationToken
        );
        Assert.Equal("42", result.ExitCode);
        Assert.Equal("NonZeroExit", result.Reason);
        Assert.Equal("no such disk\n", result.Output);
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task A_script_that_a_signal_ends_gives_the_signal(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync("#!/bin/sh\nkill -SEGV $$\n", TestContext.Current.CancellationToken);

        var result = await cluster.WaitForResultAsync(
            agent.Settings.NodeName,
            "Failed",
            result => result.Phase == "Failed",
            TestContext.Current.CancellationToken
        );
        Assert.Equal("Signaled", result.Reason);
        Assert.Equal("11", result["signal"]);
    }

    [Theory(Timeout = 150_000), MemberData(nameof(EveryServer))]
    public async Task The_result_belongs_to_the_node_and_carries_labels_to_select_by(ServerKind kind)
    {
        var cluster = await ClusterAsync(kind);
        var agent = await cluster.AddReadyAgentAsync("worker", TestContext.Current.CancellationToken);
        var node = agent.Settings.NodeName;

        await cluster.SetTaskAsync(cluster.MarkingScript("labels"), TestContext.Current.CancellationToken);

        var result = await cluster.WaitForSuccessAsync(node, "labels", TestContext.Current.CancellationToken);
        var labels = result.Metadata["labels"]!;
        Assert.Equal(node, (string?)labels["node-tasker.io/node"]);
        Assert.Equal("node-tasker", (string?)labels["node-tasker.io/task"]);
        Assert.Equal("Succeeded", (string?)labels["node-tasker.io/phase"]);
        Assert.Equal(result.Run, (string?)labels["node-tasker.io/run"]);
        Assert.Matches("^[0-9a-f]{12}$", result.Run);
        var owner = Assert.Single(result.Metadata["ownerReferences"]!.AsArray())!;
        var nodeObject = await cluster.Api.GetAsync($"api/v1/nodes/{node}", TestContext.Current.CancellationToken);
        Assert.Equal("Node", (string?)owner["kind"]);
        Assert.Equal((string?)nodeObject!["metadata"]!["uid"], (string?)owner["uid"]);
    }
}
