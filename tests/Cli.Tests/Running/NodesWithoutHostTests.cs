using System.Text.Json.Nodes;
using NodeTasker.Cli.Tests.Kit;
using NodeTasker.TaskModel;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Running;

/// <summary>Nodes that no agent can be on: nothing is expected of them, and that is said.</summary>
public sealed class NodesWithoutHostTests
{
    private const string LeftOut = "Left out, as no agent can be there (Windows, or virtual): fargate-1,virtual-1,win-1.";

    [Fact(Timeout = 60_000)]
    public async Task A_run_does_not_wait_for_a_Windows_node_or_a_virtual_one()
    {
        await using var cluster = await StartAsync("worker-1").WaitAsync(TestContext.Current.CancellationToken);
        await using var run = cluster.Start("run", "--", "true");
        await cluster.WaitForTaskAsync();
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", await cluster.RunIdAsync(), RunPhase.Succeeded));

        await run.WaitForExitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var status = await cluster.RunAsync("status");
        var logs = await cluster.RunAsync("logs", "-f", "win-1");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 node: 1 succeeded", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(LeftOut, run.StandardError, StringComparison.Ordinal);
        Assert.Contains("Complete\n1 node: 1 succeeded\n", status.StandardOutput, StringComparison.Ordinal);
        Assert.EndsWith(
            "3 selected nodes are left out, as no agent can be there (Windows, or virtual)\n",
            status.StandardOutput,
            StringComparison.Ordinal
        );
        Assert.Equal((2, "node-tasker: no agent can be on node win-1: it is Windows, or virtual.\n"), (logs.ExitCode, logs.StandardError));
    }

    [Fact(Timeout = 60_000)]
    public async Task Nothing_is_set_where_no_agent_can_be()
    {
        await using var cluster = await StartAsync("worker-1").WaitAsync(TestContext.Current.CancellationToken);

        var run = await cluster.RunAsync("run", "--nodes", "win-*,virtual-1", "--", "true");

        Assert.Equal(
            (
                2,
                "node-tasker: no agent can be on what is selected by --nodes 'win-*,virtual-1' (Windows, or virtual): virtual-1,win-1; nothing was set.\n"
            ),
            (run.ExitCode, run.StandardError)
        );
        Assert.Null(await cluster.TaskAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Doctor_misses_no_agent_there()
    {
        await using var cluster = await StartAsync("worker-1").WaitAsync(TestContext.Current.CancellationToken);
        await cluster.ReportAsync(ClusterObjects.Result("worker-1", "aaaaaaaaaaaa", RunPhase.Succeeded));

        var doctor = await cluster.RunAsync("doctor");

        Assert.Contains(
            "nodes: no agent can be on fargate-1,virtual-1,win-1 (Windows, or virtual)\n",
            doctor.StandardOutput,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("no agent was heard of", doctor.StandardOutput, StringComparison.Ordinal);
    }

    private static async Task<CliCluster> StartAsync(string worker)
    {
        var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster, worker);
        await CreateAsync("win-1", new() { ["kubernetes.io/os"] = "windows" });
        await CreateAsync("virtual-1", new() { ["kubernetes.io/os"] = "linux", ["type"] = "virtual-kubelet" });
        await CreateAsync("fargate-1", [], "virtual-kubelet.io/provider");
        return cluster;

        Task CreateAsync(string name, JsonObject labels, string? taint = null) =>
            cluster.Api.PostAsync(
                "api/v1/nodes",
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = labels },
                    ["spec"] = new JsonObject
                    {
                        ["taints"] = taint is null ? [] : new JsonArray(new JsonObject { ["key"] = taint, ["effect"] = "NoSchedule" }),
                    },
                },
                TestContext.Current.CancellationToken
            );
    }
}
