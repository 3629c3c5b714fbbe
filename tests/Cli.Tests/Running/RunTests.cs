using System.Text.Json.Nodes;
using NodeTasker.Cli.Tests.Kit;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Running;

public sealed class RunTests
{
    [Fact(Timeout = 120_000)]
    public async Task Nodes_that_fail_come_first_and_make_it_1()
    {
        await using var cluster = await CliCluster
            .StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1", "worker-2", "worker-3")
            .WaitAsync(TestContext.Current.CancellationToken);

        var run = await cluster.RunAsync("run", "--", "[ $NODE_TASKER_NODE != worker-2 ] && echo fine || exit 3");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            "----- worker-2: Failed (NonZeroExit), exit code 3 -----\n(no output)\n\n----- worker-[1,3] (2 nodes): Succeeded, exit code 0 -----\nfine\n\n3 nodes: 2 succeeded, 1 failed\n",
            run.StandardOutput
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task Each_run_is_a_run_of_its_own_and_says_who_set_it()
    {
        await using var cluster = await CliCluster
            .StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);

        var first = await cluster.RunAsync("run", "-o", "json", "--", "true");
        var second = await cluster.RunAsync("run", "-o", "json", "--", "true");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.NotEqual((string)JsonNode.Parse(first.StandardOutput)!["run"]!, (string)JsonNode.Parse(second.StandardOutput)!["run"]!);
        Assert.Equal("test", (string?)(await cluster.TaskAsync())!["metadata"]!["annotations"]!["node-tasker.io/set-by"]);
    }

    [Fact(Timeout = 120_000)]
    public async Task Another_run_in_progress_is_refused_unless_it_may_be_replaced()
    {
        await using var cluster = await CliCluster
            .StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        (await cluster.RunAsync("run", "--no-wait", "--concurrency-policy", "Replace", "--", "sleep 300")).Successful("run --no-wait");
        await cluster.WaitForStatusAsync("1 running");

        var refused = await cluster.RunAsync("run", "--", "echo mine");
        var replaced = await cluster.RunAsync("run", "--replace", "--concurrency-policy", "Replace", "--", "echo mine");

        Assert.Equal((2, ""), (refused.ExitCode, refused.StandardOutput));
        Assert.Contains("another run is still in progress", refused.StandardError, StringComparison.Ordinal);
        Assert.Contains("--replace", refused.StandardError, StringComparison.Ordinal);
        Assert.Equal(
            (0, "----- worker-1: Succeeded, exit code 0 -----\nmine\n\n1 node: 1 succeeded\n"),
            (replaced.ExitCode, replaced.StandardOutput)
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task A_schedule_is_not_replaced_unseen()
    {
        await using var cluster = await CliCluster
            .StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, (await cluster.RunAsync("run", "--schedule", "0 4 1 1 *", "--", "true")).ExitCode);

        var run = await cluster.RunAsync("run", "--", "true");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("the task has a schedule", run.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Waiting_too_long_is_124_and_the_run_goes_on()
    {
        await using var cluster = await CliCluster
            .StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);

        var run = await cluster.RunAsync("run", "--wait-timeout", "2s", "--rm", "--", "sleep 300");

        Assert.Equal(124, run.ExitCode);
        Assert.Matches("1 node: 1 (running|pending)\n$", run.StandardOutput);
        Assert.Contains("--rm: the run is not done everywhere", run.StandardError, StringComparison.Ordinal);
        Assert.NotNull(await cluster.TaskAsync());
        await cluster.WaitForStatusAsync("1 running");
        await cluster.RunAsync("cancel");
        Assert.Equal(1, (await cluster.RunAsync("status", "-w")).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task Nodes_without_an_agent_are_named_and_not_waited_for_for_ever()
    {
        await using var cluster = await CliCluster.StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1");
        await cluster.Api.PostAsync(
            "api/v1/nodes",
            new JsonObject { ["metadata"] = new JsonObject { ["name"] = "bare-1" } },
            TestContext.Current.CancellationToken
        );

        var run = await cluster.RunAsync("run", "--absent-timeout", "500ms", "--", "true");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no agent has answered on bare-1.", run.StandardError, StringComparison.Ordinal);
        Assert.Contains("----- bare-1: Pending -----\nno agent has answered on this node\n", run.StandardOutput, StringComparison.Ordinal);
        Assert.EndsWith("2 nodes: 1 succeeded, 1 pending\n", run.StandardOutput, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_no_agent_is_anywhere_it_says_so()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1", "worker-2")
            .WaitAsync(TestContext.Current.CancellationToken);

        var run = await cluster.RunAsync("run", "--absent-timeout", "500ms", "--", "true");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no agent has answered on any node: is it installed?", run.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_whose_place_is_taken_ends_and_names_the_other()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        await using var first = cluster.Start("run", "--", "echo first");
        await cluster.WaitForTaskAsync();

        (await cluster.RunAsync("run", "--replace", "--no-wait", "--", "echo second")).Successful("run --replace");

        await first.WaitForExitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(1, first.ExitCode);
        Assert.Contains(
            $"Another run has taken this one's place: {await cluster.RunIdAsync()}.",
            first.StandardError,
            StringComparison.Ordinal
        );
    }

    [Theory(Timeout = 60_000)]
    [InlineData("run --timeout soon -- true", "'timeout'")]
    [InlineData("run --nodes a/b -- true", "'nodes'")]
    [InlineData("run --soak 5m -- true", "'soak'")]
    [InlineData("run", "give a script")]
    [InlineData("run x.sh -- true", "not both")]
    [InlineData("run --no-wait --rm -- true", "--rm needs to wait")]
    [InlineData("run --rm --schedule @daily -- true", "the task has a schedule, which --rm would throw away")]
    [InlineData("run --rm --every-boot -- true", "the task runs at every boot, which --rm would throw away")]
    [InlineData("run --signature MEUCIQ== -- true", "--signature needs --nonce")]
    [InlineData("run --signature MEUCIQ== --nonce n --sign-with none -- true", "--sign-with makes the signature; leave --signature out")]
    [InlineData("run --not-after 2020-01-01T00:00:00Z -- true", "the notAfter of the command (2020-01-01T00:00:00Z) is over")]
    [InlineData("run --env NAME -- true", "expected NAME=VALUE")]
    [InlineData("run --file /nowhere/x -- true", "--file /nowhere/x")]
    [InlineData("run --nodes nobody -- true", "none of the cluster's 1 nodes is selected by --nodes 'nobody'")]
    [InlineData("run -l role=db -- true", "none of the cluster's 1 nodes is selected by --node-selector 'role=db'")]
    [InlineData("status -- true", "only `node-tasker run` takes a command")]
    [InlineData("status -o xml", "--output must be one of table, wide, json, yaml, name, not 'xml'")]
    [InlineData("status -n UPPER", "--namespace: 'UPPER' is no name")]
    public async Task What_is_wrong_is_said_before_anything_is_set(string arguments, string message)
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.LocalCluster, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);

        var run = await cluster.RunAsync(arguments.Split(' '));

        Assert.Equal((2, ""), (run.ExitCode, run.StandardOutput));
        Assert.Contains(message, run.StandardError, StringComparison.Ordinal);
        Assert.Null(await cluster.TaskAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_script_comes_from_stdin_and_every_option_goes_into_the_task()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        var file = cluster.Script("app.conf", "a=1\n");
        await File.WriteAllBytesAsync(cluster.Folder["blob"], [0xff, 0x00], TestContext.Current.CancellationToken);

        var run = await cluster.RunAsync(
            "echo hi\n",
            [
                "run",
                "-",
                "--no-wait",
                "--timeout",
                "90s",
                "--env",
                "A=b=c",
                "--env",
                "D=",
                "--file",
                file,
                "--file",
                $"b.bin={cluster.Folder["blob"]}",
                "--every-boot",
                "--paused",
                "--nonce",
                "n",
            ]
        );

        Assert.Equal(0, run.ExitCode);
        var task = (await cluster.TaskAsync())!;
        Assert.True(
            JsonNode.DeepEquals(
                task["data"],
                JsonNode.Parse(
                    """{"task":"echo hi\n","timeout":"90s","env.A":"b=c","env.D":"","file.app.conf":"a=1\n","everyBoot":"true","paused":"true","nonce":"n"}"""
                )
            ),
            task.ToJsonString()
        );
        Assert.True(JsonNode.DeepEquals(task["binaryData"], JsonNode.Parse("""{"file.b.bin":"/wA="}""")), task.ToJsonString());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_dry_run_prints_what_kubectl_can_apply_and_needs_no_cluster()
    {
        Assert.SkipUnless(Kubectl.WhyUnavailable is null, Kubectl.WhyUnavailable ?? "");
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        using var kubectl = new Kubectl(cluster.Server, "node-tasker");
        string[] run = ["run", "--timeout", "60", "--nonce", "n", "--env", "YES=yes", "--", "printf 'a\\tb \\n'; echo 'ends in space ' "];
        var wrong = await cluster.RunAsync([.. run[..1], "--dry-run=client", .. run[1..]]);
        run[2] = "60s";

        var printed = await cluster.RunAsync([.. run[..1], "--kubeconfig", "/nowhere", "--dry-run=client", "-o", "yaml", .. run[1..]]);
        await kubectl.ShellAsync(
            $"cat <<'EOF' | kubectl create -f -\n{printed.Successful("run --dry-run")}\nEOF",
            TestContext.Current.CancellationToken
        );

        Assert.Equal(2, wrong.ExitCode);
        Assert.True(
            JsonNode.DeepEquals(
                (await cluster.TaskAsync())!["data"],
                new JsonObject
                {
                    ["task"] = "#!/bin/sh\nprintf 'a\\tb \\n'; echo 'ends in space ' \n",
                    ["timeout"] = "60s",
                    ["env.YES"] = "yes",
                    ["nonce"] = "n",
                }
            ),
            printed.StandardOutput
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Labels_and_annotations_of_the_task_stay_and_an_earlier_runs_steering_goes()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
        await cluster.Api.PostAsync(
            CliCluster.ConfigMaps,
            JsonNode
                .Parse(
                    """{"metadata":{"name":"node-tasker","labels":{"team":"ops"},"annotations":{"note":"keep","node-tasker.io/cancel":"x","node-tasker.io/paused":"x","node-tasker.io/rerun":"x-r20260101000000"}},"data":{"stale":"key"}}"""
                )!
                .AsObject(),
            TestContext.Current.CancellationToken
        );

        (await cluster.RunAsync("run", "--no-wait", "--replace", "--", "true")).Successful("run");

        var task = (await cluster.TaskAsync())!;
        Assert.Equal("ops", (string?)task["metadata"]!["labels"]!["team"]);
        Assert.Equal(
            ["node-tasker.io/set-by", "note"],
            task["metadata"]!["annotations"]!.AsObject().Select(annotation => annotation.Key).Order()
        );
        Assert.Equal(["nonce", "task"], task["data"]!.AsObject().Select(entry => entry.Key).Order());
    }
}
