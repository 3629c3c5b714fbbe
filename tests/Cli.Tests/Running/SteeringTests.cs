using System.Text.Json.Nodes;
using NodeTasker.Cli.Tests.Kit;
using NodeTasker.Rollouts;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Running;

public sealed class SteeringTests
{
    [Theory(Timeout = 120_000)]
    [MemberData(nameof(CliCluster.EveryServer), MemberType = typeof(CliCluster))]
    public async Task Cancel_ends_the_run_on_every_node(ServerKind kind)
    {
        await using var cluster = await CliCluster.StartWithAgentsAsync(kind, "worker-1", "worker-2");
        await using var run = cluster.Start("run", "--", "sleep 300");
        await cluster.WaitForStatusAsync("2 running");

        var cancel = await cluster.RunAsync("cancel");

        Assert.Equal(0, cancel.ExitCode);
        await run.WaitForExitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("2 nodes: 2 cancelled\n", run.StandardOutput, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_that_nowhere_is_can_not_be_cancelled()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        var run = (await cluster.RunAsync("run", "--no-wait", "--", "true")).Successful("run").Trim();

        var typo = await cluster.RunAsync("cancel", "0123456789ab");
        var current = await cluster.RunAsync("cancel", run);
        var slot = await cluster.RunAsync("cancel", $"{run}-202601010000");

        Assert.Equal((2, ""), (typo.ExitCode, typo.StandardOutput));
        Assert.Contains($"there is no run 0123456789ab to cancel: the task's own is {run}", typo.StandardError, StringComparison.Ordinal);
        Assert.Equal((0, $"Run {run} is being cancelled on every node.\n"), (current.ExitCode, current.StandardOutput));
        Assert.Equal((0, $"Run {run}-202601010000 is cancelled already.\n"), (slot.ExitCode, slot.StandardOutput));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_has_ended_everywhere_is_neither_cancelled_nor_paused_but_for_nodes_that_come_later()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1", "worker-2")
            .WaitAsync(TestContext.Current.CancellationToken);
        var run = (await cluster.RunAsync("run", "--no-wait", "--", "true")).Successful("run").Trim();
        foreach (var node in (string[])["worker-1", "worker-2"])
            await cluster.ReportAsync(ClusterObjects.Result(node, run, RunPhase.Succeeded));

        var pause = await cluster.RunAsync("pause");
        var cancel = await cluster.RunAsync("cancel");
        var status = await cluster.RunAsync("status");

        Assert.Equal(
            (
                0,
                $"Nothing of run {run} runs or waits (2 nodes: 2 succeeded): there is nothing to hold back. Nodes that come later wait for `node-tasker resume`.\n"
            ),
            (pause.ExitCode, pause.StandardOutput)
        );
        Assert.Equal(
            (
                0,
                $"Nothing of run {run} runs or waits (2 nodes: 2 succeeded): there is nothing to end. Nodes that come later will not run it.\n"
            ),
            (cancel.ExitCode, cancel.StandardOutput)
        );
        Assert.Contains("\nComplete\n2 nodes: 2 succeeded\n", status.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(run, (string?)(await cluster.TaskAsync())!["metadata"]!["annotations"]!["node-tasker.io/cancel"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_starts_again_by_itself_is_cancelled_and_paused_though_nothing_runs()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        var run = (await cluster.RunAsync("run", "--no-wait", "--every-boot", "--", "true")).Successful("run").Trim();
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", run, RunPhase.Succeeded));

        var pause = await cluster.RunAsync("pause");
        var cancel = await cluster.RunAsync("cancel");

        Assert.StartsWith($"Run {run} is paused: ", pause.StandardOutput, StringComparison.Ordinal);
        Assert.EndsWith(
            "Nodes that come later will not run it, and nothing starts it again.\n",
            cancel.StandardOutput,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_may_not_look_at_nodes_may_still_steer()
    {
        const string InNamespace = "apis/rbac.authorization.k8s.io/v1/namespaces/node-tasker";
        await using var cluster = await CliCluster.StartAsync(ServerKind.Envtest, "worker-1");
        var cancellation = TestContext.Current.CancellationToken;
        var run = (await cluster.RunAsync("run", "--no-wait", "--", "true")).Successful("run").Trim();
        await cluster.Api.PostAsync(
            "api/v1/namespaces/node-tasker/serviceaccounts",
            JsonNode.Parse("""{"metadata":{"name":"ops"}}""")!.AsObject(),
            cancellation
        );
        await cluster.Api.PostAsync(
            $"{InNamespace}/roles",
            JsonNode
                .Parse("""{"metadata":{"name":"ops"},"rules":[{"apiGroups":[""],"resources":["configmaps"],"verbs":["*"]}]}""")!
                .AsObject(),
            cancellation
        );
        await cluster.Api.PostAsync(
            $"{InNamespace}/rolebindings",
            JsonNode
                .Parse(
                    """{"metadata":{"name":"ops"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"ops"},"subjects":[{"kind":"ServiceAccount","name":"ops","namespace":"node-tasker"}]}"""
                )!
                .AsObject(),
            cancellation
        );
        var token = (string)
            (
                await cluster.Api.PostAsync(
                    "api/v1/namespaces/node-tasker/serviceaccounts/ops/token",
                    JsonNode.Parse("""{"spec":{}}""")!.AsObject(),
                    cancellation
                )
            )["status"]!["token"]!;
        using var api = new KubeApi(cluster.Server, token);
        await Eventually.BecomesAsync(
            "the role counts",
            async cancel => await api.GetAsync(CliCluster.ConfigMaps, cancel),
            configMaps => configMaps is not null,
            cancellationToken: cancellation
        );
        string[] asOps =
        [
            "--kubeconfig",
            cluster.Server.WriteKubeconfig(cluster.Folder["kubeconfig-ops"], tokenFile: cluster.Script("token", token)),
        ];

        var pause = await cluster.RunAsync(["pause", .. asOps]);
        var cancel = await cluster.RunAsync(["cancel", .. asOps]);

        Assert.StartsWith($"Run {run} is paused: ", pause.Successful("pause"), StringComparison.Ordinal);
        Assert.Equal($"Run {run} is being cancelled on every node.\n", cancel.Successful("cancel"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("run --paused --wait-timeout 2s -- true")]
    [InlineData("run --paused --parallelism 1 --wait-timeout 2s -- true")]
    public async Task Who_waits_for_what_is_paused_is_told_how_it_goes_on(string arguments)
    {
        const string Paused = "Paused: No further node starts until it is resumed. `node-tasker resume` lets it go on.\n";
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");

        var run = await cluster.RunAsync(arguments.Split(' '));
        var derived = await cluster.RunAsync("status");
        await cluster.SummarizeAsync(await cluster.RunIdAsync(), RolloutStatus.Paused, new NodeProgress("worker-1", NodePhase.Pending));
        await using var watch = cluster.Start("status", "-w");
        await Eventually.IsTrueAsync(
            "it says so",
            () => watch.StandardError.Contains("lets it go on", StringComparison.Ordinal),
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Equal(124, run.ExitCode);
        Assert.Contains($"\n{Paused}", run.StandardError, StringComparison.Ordinal);
        Assert.Contains($"\n{Paused}1 node: 1 pending\n", derived.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(Paused, watch.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Cancelling_an_earlier_run_that_still_runs_does_not_undo_that_of_the_current_one()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        var run = (await cluster.RunAsync("run", "--no-wait", "--", "true")).Successful("run").Trim();
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", "aaaaaaaaaaaa", RunPhase.Running));

        var earlier = await cluster.RunAsync("cancel", "aaaaaaaaaaaa");
        var current = await cluster.RunAsync("cancel");
        var undoing = await cluster.RunAsync("cancel", "aaaaaaaaaaaa");

        Assert.Equal((0, 0), (earlier.ExitCode, current.ExitCode));
        Assert.Equal((2, ""), (undoing.ExitCode, undoing.StandardOutput));
        Assert.Contains(
            $"run {run} is being cancelled, which cancelling aaaaaaaaaaaa would undo",
            undoing.StandardError,
            StringComparison.Ordinal
        );
        Assert.Equal(run, (string?)(await cluster.TaskAsync())!["metadata"]!["annotations"]!["node-tasker.io/cancel"]);
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(CliCluster.EveryServer), MemberType = typeof(CliCluster))]
    public async Task What_failed_runs_once_more_and_the_rest_does_not(ServerKind kind)
    {
        await using var cluster = await CliCluster.StartWithAgentsAsync(kind, "worker-1", "worker-2");
        var first = await cluster.RunAsync(
            "run",
            "--env",
            $"MARK={cluster.Folder["mark"]}",
            "--",
            "echo $NODE_TASKER_NODE >>$MARK; [ $NODE_TASKER_NODE != worker-2 ] || [ -e $MARK.fixed ]"
        );
        Assert.Equal(1, first.ExitCode);
        await File.WriteAllTextAsync(cluster.Folder["mark.fixed"], "", TestContext.Current.CancellationToken);

        var rerun = await cluster.RunAsync("rerun", "--failed");
        var again = await cluster.RunAsync("rerun", "--failed");

        Assert.Equal(0, rerun.ExitCode);
        Assert.EndsWith("2 nodes: 2 succeeded\n", rerun.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(
            ["worker-1", "worker-2", "worker-2"],
            (await File.ReadAllLinesAsync(cluster.Folder["mark"], TestContext.Current.CancellationToken)).Order()
        );
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("there is nothing to run again", again.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Rerun_runs_the_same_content_on_every_node_as_another_run()
    {
        await using var cluster = await CliCluster
            .StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        (await cluster.RunAsync("run", "--env", "A=b", "--", "echo $A")).Successful("run");
        var before = await cluster.RunIdAsync();

        var rerun = await cluster.RunAsync("rerun", "-o", "json");

        var document = JsonNode.Parse(rerun.Successful("rerun"))!;
        Assert.NotEqual(before, (string)document["run"]!);
        Assert.Equal("b\n", (string)document["nodes"]![0]!["output"]!);
    }

    [Fact(Timeout = 120_000)]
    public async Task Pause_holds_nodes_back_and_resume_lets_them_go_on()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        (await cluster.RunAsync("run", "--no-wait", "--paused", "--", "true")).Successful("run");
        var run = await cluster.RunIdAsync();

        var resumed = await cluster.RunAsync("resume");
        var dataAfterResume = (await cluster.TaskAsync())!["data"]!.AsObject();
        var paused = await cluster.RunAsync("pause", "-o", "json");
        var annotation = (string?)(await cluster.TaskAsync())!["metadata"]!["annotations"]!["node-tasker.io/paused"];
        var status = await cluster.RunAsync("status", "-o", "json");
        await cluster.RunAsync("resume");
        var annotationAfterResume = (string?)(await cluster.TaskAsync())!["metadata"]!["annotations"]!["node-tasker.io/paused"];

        Assert.Equal((0, $"Run {run} goes on.\n"), (resumed.ExitCode, resumed.StandardOutput));
        Assert.False(dataAfterResume.ContainsKey("paused"));
        Assert.Equal(run, annotation);
        Assert.True((bool)JsonNode.Parse(paused.StandardOutput)!["changed"]!);
        Assert.Equal("Paused", (string?)JsonNode.Parse(status.StandardOutput)!["status"]);
        Assert.Null(annotationAfterResume);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_rerun_does_not_end_by_what_was_said_before_it()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        var run = (await cluster.RunAsync("run", "--no-wait", "--max-failures", "0", "--", "true")).Successful("run").Trim();
        await cluster.ReportAsync(
            ClusterObjects.Result("worker-1", run, RunPhase.Failed) with
            {
                CompletionTime = DateTimeOffset.UnixEpoch,
            }
        );
        await cluster.SummarizeAsync(run, RolloutStatus.Halted, new NodeProgress("worker-1", NodePhase.Failed));

        await using var rerun = cluster.Start("rerun", "--failed", "--wait-timeout", "2s");
        await rerun.WaitForExitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(124, rerun.ExitCode);
        Assert.DoesNotContain("Halted", rerun.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_rerun_ends_when_it_is_halted_itself()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1", "worker-2");
        var run = (await cluster.RunAsync("run", "--no-wait", "--max-failures", "0", "--", "true")).Successful("run").Trim();
        await cluster.ReportAsync(
            ClusterObjects.Result("worker-1", run, RunPhase.Failed) with
            {
                CompletionTime = DateTimeOffset.UnixEpoch,
            }
        );
        await cluster.SummarizeAsync(run, RolloutStatus.Halted, new NodeProgress("worker-1", NodePhase.Failed));
        await using var rerun = cluster.Start("rerun", "--failed", "--absent-timeout", "0");
        await Eventually.IsTrueAsync(
            "it is set",
            () => rerun.StandardError.Contains("run it once more", StringComparison.Ordinal),
            cancellationToken: TestContext.Current.CancellationToken
        );

        var again = (string)(await cluster.TaskAsync())!["metadata"]!["annotations"]!["node-tasker.io/rerun"]!;
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", again, RunPhase.Failed));
        await rerun.WaitForExitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(1, rerun.ExitCode);
        Assert.Contains("Halted", rerun.StandardError, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("rerun")]
    [InlineData("rerun --failed")]
    public async Task What_no_agent_would_start_any_more_is_not_run_again(string verb)
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        await cluster.Api.PostAsync(
            CliCluster.ConfigMaps,
            JsonNode.Parse("""{"metadata":{"name":"node-tasker"},"data":{"task":"true","notAfter":"2020-01-01T00:00:00Z"}}""")!.AsObject(),
            TestContext.Current.CancellationToken
        );
        var run = await cluster.RunIdAsync();
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", run, RunPhase.Failed));

        var rerun = await cluster.RunAsync(verb.Split(' '));

        Assert.Equal((2, ""), (rerun.ExitCode, rerun.StandardOutput));
        Assert.Contains("the notAfter of the task (2020-01-01T00:00:00Z) is over", rerun.StandardError, StringComparison.Ordinal);
        Assert.Equal(run, await cluster.RunIdAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("cancel")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("rerun")]
    [InlineData("rerun --failed")]
    public async Task Where_there_is_no_run_there_is_nothing_to_steer(string verb)
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);

        var outcome = await cluster.RunAsync(verb.Split(' '));

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.StandardOutput));
        Assert.Contains("there is no run to steer", outcome.StandardError, StringComparison.Ordinal);
    }
}
