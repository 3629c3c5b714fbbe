using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests.Deploy;

/// <summary>The controller as it is installed: unprivileged, twice.</summary>
public sealed class ControllerManifestTests(RbacApiServer server) : IClassFixture<RbacApiServer>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_controller_runs_twice_on_different_nodes_where_it_can_and_is_nobody()
    {
        var deployment = await GetAsync("deploy/node-tasker-controller").WaitAsync(TestContext.Current.CancellationToken);

        var pod = deployment["spec"]!["template"]!["spec"]!;
        var container = pod["containers"]!.AsArray().Single()!;
        var context = container["securityContext"]!;
        Assert.Equal(2, deployment["spec"]!["replicas"]!.GetValue<int>());
        Assert.Equal(
            "kubernetes.io/hostname",
            pod["affinity"]!["podAntiAffinity"]!["preferredDuringSchedulingIgnoredDuringExecution"]![0]!["podAffinityTerm"]![
                "topologyKey"
            ]!.GetValue<string>()
        );
        Assert.True(pod["securityContext"]!["runAsNonRoot"]!.GetValue<bool>());
        Assert.Equal("RuntimeDefault", pod["securityContext"]!["seccompProfile"]!["type"]!.GetValue<string>());
        Assert.False(context["allowPrivilegeEscalation"]!.GetValue<bool>());
        Assert.True(context["readOnlyRootFilesystem"]!.GetValue<bool>());
        Assert.Equal("ALL", context["capabilities"]!["drop"]![0]!.GetValue<string>());
        Assert.All((string[])["hostPID", "hostNetwork", "hostIPC", "volumes"], key => Assert.Null(pod[key]));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("livenessProbe", "/healthz")]
    [InlineData("readinessProbe", "/readyz")]
    public async Task A_probe_reaches_the_controller_where_the_manifest_has_it_listen(string probe, string path)
    {
        var container = (await GetAsync("deploy/node-tasker-controller").WaitAsync(TestContext.Current.CancellationToken))["spec"]![
            "template"
        ]!["spec"]!["containers"]![0]!;

        var get = container[probe]!["httpGet"]!;
        var port = container["ports"]!
            .AsArray()
            .Single(candidate => candidate!["name"]!.GetValue<string>() == get["port"]!.GetValue<string>())![
            "containerPort"
        ]!.GetValue<int>();
        var listen = container["env"]!.AsArray().Single(variable => variable!["name"]!.GetValue<string>() == "NODE_TASKER_LISTEN")![
            "value"
        ]!.GetValue<string>();
        Assert.Equal(path, get["path"]!.GetValue<string>());
        Assert.Equal($"0.0.0.0:{port}", listen);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_controller_reaches_no_secret_pod_or_token_and_writes_its_own_ConfigMaps_alone()
    {
        var rules = (await GetAsync("role/node-tasker-controller").WaitAsync(TestContext.Current.CancellationToken))["rules"]!
            .AsArray()
            .Concat((await GetAsync("clusterrole/node-tasker-controller"))["rules"]!.AsArray())
            .ToArray();

        var resources = rules
            .SelectMany(rule => rule!["resources"]!.AsArray())
            .Select(resource => resource!.GetValue<string>())
            .Distinct()
            .Order(StringComparer.Ordinal);
        var writes = rules.Where(rule =>
            rule!["resources"]![0]!.GetValue<string>() == "configmaps"
            && rule["verbs"]!.AsArray().Any(verb => verb!.GetValue<string>() is "update" or "patch" or "delete")
        );
        Assert.Equal(["configmaps", "events", "grants", "leases", "nodes", "summaries"], resources);
        Assert.All(rules, rule => Assert.DoesNotContain("*", rule!.ToJsonString(), StringComparison.Ordinal));
        var own = Assert.Single(writes)!;
        // The summary and the history are applied, and the ledger is written conditionally.
        Assert.Equal(["get", "update", "patch", "delete"], own["verbs"]!.AsArray().Select(verb => verb!.GetValue<string>()));
        Assert.Equal(
            ["node-tasker-grants", "node-tasker-history", "node-tasker-results"],
            own["resourceNames"]!.AsArray().Select(name => name!.GetValue<string>()).Order(StringComparer.Ordinal)
        );
    }

    private async Task<JsonNode> GetAsync(string target)
    {
        Assert.SkipUnless(server.Unavailable is null, server.Unavailable ?? "");
        var applied = await server.KubectlAsync(["apply", "-f", RbacApiServer.Manifest, "--validate=strict"], Cancelled);
        Assert.True(applied.ExitCode == 0, applied.ToString());
        var got = await server.KubectlAsync(["get", target, "-o", "json"], Cancelled);
        Assert.True(got.ExitCode == 0, got.ToString());
        return JsonNode.Parse(got.Output)!;
    }
}
