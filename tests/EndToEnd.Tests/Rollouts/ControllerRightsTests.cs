using System.Text.Json.Nodes;
using NodeTasker.EndToEnd.Tests.Deploy;
using NodeTasker.Testing.Simulation;

namespace NodeTasker.EndToEnd.Tests.Rollouts;

/// <summary>The controller with the rights that the manifest gives it, and no others.</summary>
public sealed class ControllerRightsTests(SharedServers servers, ITestOutputHelper output) : RolloutTest(servers, output)
{
    [Fact(Timeout = 240_000)]
    public async Task On_the_shipped_manifest_a_controller_with_its_pods_token_does_its_whole_job()
    {
        Assert.SkipWhen(Kubectl.WhyUnavailable is not null, Kubectl.WhyUnavailable ?? "");
        var (cluster, agents) = await SimulateAsync(
            ServerKind.Envtest,
            3,
            (node, _) => new SimulatedRun { ExitCode = node == "n-2" ? 1 : 0 },
            @namespace: "node-tasker"
        );
        await cluster.Kubectl.ShellAsync(
            $"kubectl apply -f {RepositoryFile.Of("deploy/daemonset-privileged.yaml")}",
            TestContext.Current.CancellationToken
        );
        var controller = StartController(cluster, kubeconfig: cluster.Kubeconfig(tokenFile: await PodTokenAsync(cluster)));
        await controller.WaitActiveAsync(TestContext.Current.CancellationToken);

        await cluster.SetTaskAsync(new JsonObject { ["task"] = "echo one", ["parallelism"] = "1" }, TestContext.Current.CancellationToken);
        await WaitForSummaryAsync(cluster, "Complete", summary => summary.Status == "Complete");
        await cluster.SetTaskAsync(new JsonObject { ["task"] = "echo two", ["parallelism"] = "2" }, TestContext.Current.CancellationToken);
        await WaitForSummaryAsync(cluster, "Complete again", summary => summary.Status == "Complete" && agents.Starts.Count == 6);
        await Eventually.BecomesAsync(
            "both runs are in the history",
            cancel => cluster.Api.GetAsync($"{cluster.ConfigMaps}/node-tasker-history", cancel),
            history => history?["data"]?.AsObject().Count == 2,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await Eventually.BecomesAsync(
            "the ends were raised",
            cancel => EventsAsync(cluster, cancel),
            events => events.Count(reason => reason == "RolloutComplete") == 2,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await cluster.PatchTaskAsync(new JsonObject { ["data"] = null }, TestContext.Current.CancellationToken);
        await Eventually.BecomesAsync(
            "the grants are gone",
            cancel => GrantsAsync(cluster, cancel),
            grants => grants.Count == 0,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await Eventually.BecomesAsync(
            "the summary is gone",
            cancel => SummaryAsync(cluster, cancel),
            summary => summary is null,
            cancellationToken: TestContext.Current.CancellationToken
        );
        await Eventually.BecomesAsync(
            "the ledger is gone",
            cancel => LedgerAsync(cluster, cancel),
            ledger => ledger is null,
            cancellationToken: TestContext.Current.CancellationToken
        );

        Assert.Equal(0, await controller.StopAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain("forbidden", controller.Log, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("has handed over", controller.Log, StringComparison.Ordinal);
    }

    private static async Task<string> PodTokenAsync(TestCluster cluster)
    {
        await cluster.Api.PostAsync(
            $"api/v1/namespaces/{cluster.Namespace}/pods",
            JsonNode
                .Parse(
                    """
                    {"metadata":{"name":"controller-pod"},
                     "spec":{"nodeName":"n-1","serviceAccountName":"node-tasker-controller","containers":[{"name":"controller","image":"controller"}]} }
                    """
                )!
                .AsObject(),
            Cancellation
        );
        var request = await cluster.Api.PostAsync(
            $"api/v1/namespaces/{cluster.Namespace}/serviceaccounts/node-tasker-controller/token",
            JsonNode
                .Parse(
                    """
                    {"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"controller-pod"}}}
                    """
                )!
                .AsObject(),
            Cancellation
        );
        var file = cluster.PathOf("token");
        await File.WriteAllTextAsync(file, (string)request["status"]!["token"]!, Cancellation);
        return file;
    }
}
