using System.Text.Json.Nodes;
using NodeTasker.Cli.Tests.Cluster;
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

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(CliCluster.EveryServer), MemberType = typeof(CliCluster))]
    public async Task What_failed_runs_once_more_and_the_rest_does_not(ServerKind kind)
    {
        await using var cluster = await CliCluster.StartWithAgentsAsync(kind, "worker-1", "worker-2");
        var first = await cluster.RunAsync("run", "--env", $"MARK={cluster.Folder["mark"]}", "--", "echo $NODE_TASKER_NODE >>$MARK; [ $NODE_TASKER_NODE != worker-2 ] || [ -e $MARK.fixed ]");
        Assert.Equal(1, first.ExitCode);
        await File.WriteAllTextAsync(cluster.Folder["mark.fixed"], "", TestContext.Current.CancellationToken);

        var rerun = await cluster.RunAsync("rerun", "--failed");
        var again = await cluster.RunAsync("rerun", "--failed");

        Assert.Equal(0, rerun.ExitCode);
        Assert.EndsWith("2 nodes: 2 succeeded\n", rerun.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(["worker-1", "worker-2", "worker-2"], (await File.ReadAllLinesAsync(cluster.Folder["mark"], TestContext.Current.CancellationToken)).Order());
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("there is nothing to run again", again.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Rerun_runs_the_same_content_on_every_node_as_another_run()
    {
        await using var cluster = await CliCluster.StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1");
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
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");
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

    [Theory(Timeout = 60_000)]
    [InlineData("cancel")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("rerun")]
    [InlineData("rerun --failed")]
    public async Task Where_there_is_no_run_there_is_nothing_to_steer(string verb)
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, "worker-1");

        var outcome = await cluster.RunAsync(verb.Split(' '));

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.StandardOutput));
        Assert.Contains("there is no run to steer", outcome.StandardError, StringComparison.Ordinal);
    }
}
