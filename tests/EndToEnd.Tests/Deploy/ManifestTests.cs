using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests.Deploy;

public sealed class ManifestTests(RbacApiServer server) : IClassFixture<RbacApiServer>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_manifest_is_accepted_strictly_and_a_second_apply_changes_nothing()
    {
        Assert.SkipUnless(server.Unavailable is null, server.Unavailable ?? "");

        var first = await ApplyAsync().WaitAsync(TestContext.Current.CancellationToken);
        var second = await ApplyAsync();
        var diff = await server.KubectlAsync(["diff", "-f", RbacApiServer.Manifest], Cancelled);

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.True(second.ExitCode == 0, second.ToString());
        Assert.Equal(Kinds(await File.ReadAllTextAsync(RbacApiServer.Manifest, Cancelled)).Length, Lines(second.Output).Length);
        Assert.All(Lines(second.Output), line => Assert.EndsWith(" unchanged", line));
        Assert.True(diff.ExitCode == 0, diff.ToString());
        Assert.Empty(diff.Output);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_task_that_was_set_in_between_is_kept_by_the_next_apply()
    {
        Assert.SkipUnless(server.Unavailable is null, server.Unavailable ?? "");
        await ApplyAsync().WaitAsync(TestContext.Current.CancellationToken);

        // The two commands of the README's first task.
        var task = await server.KubectlAsync(
            ["create", "cm", "node-tasker", $"--from-file=task={RepositoryFile.Of("examples/hello.sh")}", "--dry-run=client", "-o", "yaml"],
            Cancelled
        );
        var replaced = await server.KubectlAsync(["replace", "-f", "-"], Cancelled, task.Output);
        var again = await ApplyAsync();
        var kept = await server.KubectlAsync(["get", "cm", "node-tasker", "-o", "jsonpath={.data.task}"], Cancelled);

        Assert.True(replaced.ExitCode == 0, replaced.ToString());
        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.Equal(await File.ReadAllTextAsync(RepositoryFile.Of("examples/hello.sh"), Cancelled), kept.Output);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_DaemonSet_runs_on_every_node_with_what_nsenter_needs_and_bounds_on_the_rest()
    {
        Assert.SkipUnless(server.Unavailable is null, server.Unavailable ?? "");
        await ApplyAsync().WaitAsync(TestContext.Current.CancellationToken);

        var daemonSet = await GetAsync("ds/node-tasker-agent");

        var update = daemonSet["spec"]!["updateStrategy"]!;
        var pod = daemonSet["spec"]!["template"]!["spec"]!;
        var agent = pod["containers"]!.AsArray().Single()!;
        Assert.Equal("10%", update["rollingUpdate"]!["maxUnavailable"]!.GetValue<string>());
        Assert.Equal("Exists", pod["tolerations"]!.AsArray().Single()!["operator"]!.GetValue<string>());
        Assert.Null(pod["tolerations"]![0]!["key"]);
        Assert.Null(pod["tolerations"]![0]!["effect"]);
        Assert.Equal("system-node-critical", pod["priorityClassName"]!.GetValue<string>());
        Assert.True(pod["hostPID"]!.GetValue<bool>());
        Assert.True(agent["securityContext"]!["privileged"]!.GetValue<bool>());
        Assert.True(agent["securityContext"]!["readOnlyRootFilesystem"]!.GetValue<bool>());
        Assert.Equal(
            pod["volumes"]![0]!["hostPath"]!["path"]!.GetValue<string>(),
            agent["volumeMounts"]![0]!["mountPath"]!.GetValue<string>()
        );
        Assert.NotNull(agent["resources"]!["requests"]!["memory"]);
        Assert.NotNull(agent["resources"]!["limits"]!["memory"]);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("startupProbe", "/healthz")]
    [InlineData("livenessProbe", "/healthz")]
    [InlineData("readinessProbe", "/readyz")]
    public async Task A_probe_reaches_the_agent_where_it_listens_by_default(string probe, string path)
    {
        Assert.SkipUnless(server.Unavailable is null, server.Unavailable ?? "");
        await ApplyAsync().WaitAsync(TestContext.Current.CancellationToken);

        var pod = (await GetAsync("ds/node-tasker-agent"))["spec"]!["template"]!["spec"]!;

        // 127.0.0.1 of the kubelet is the agent's only in the host's network.
        var agent = pod["containers"]![0]!;
        var get = agent[probe]!["httpGet"]!;
        Assert.True(pod["hostNetwork"]!.GetValue<bool>());
        Assert.Equal(path, get["path"]!.GetValue<string>());
        Assert.Equal("127.0.0.1", get["host"]!.GetValue<string>());
        var port = agent["ports"]!
            .AsArray()
            .Single(candidate => candidate!["name"]!.GetValue<string>() == get["port"]!.GetValue<string>())!;
        Assert.Equal(9808, port["containerPort"]!.GetValue<int>());
    }

    [Fact(Timeout = 60_000)]
    public async Task No_rule_has_a_wildcard_and_none_reaches_secrets_or_tokens()
    {
        Assert.SkipUnless(server.Unavailable is null, server.Unavailable ?? "");
        await ApplyAsync().WaitAsync(TestContext.Current.CancellationToken);

        var roles = (await GetAsync("role,clusterrole", "-l", "app.kubernetes.io/name=node-tasker"))["items"]!.AsArray();

        var written = Kinds(await File.ReadAllTextAsync(RbacApiServer.Manifest, Cancelled)).Count(kind => kind is "Role" or "ClusterRole");
        Assert.Equal(written, roles.Count);
        foreach (var role in roles)
        {
            foreach (var rule in role!["rules"]!.AsArray())
            {
                Assert.DoesNotContain("*", rule!.ToJsonString(), StringComparison.Ordinal);
                var resources = rule["resources"]!.AsArray().Select(resource => resource!.GetValue<string>());
                Assert.DoesNotContain(resources, resource =>
                    resource is "secrets" or "nodes/proxy"
                    || resource.StartsWith("serviceaccounts", StringComparison.Ordinal)
                    || resource.StartsWith("pods/", StringComparison.Ordinal)
                );
            }
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task An_agent_gets_no_more_than_its_task_results_grants_and_Nodes()
    {
        Assert.SkipUnless(server.Unavailable is null, server.Unavailable ?? "");
        await ApplyAsync().WaitAsync(TestContext.Current.CancellationToken);

        var rules = (await GetAsync("role/node-tasker-agent"))["rules"]!
            .AsArray()
            .Concat((await GetAsync("clusterrole/node-tasker-agent"))["rules"]!.AsArray());

        var resources = rules
            .SelectMany(rule => rule!["resources"]!.AsArray())
            .Select(resource => resource!.GetValue<string>())
            .Distinct()
            .Order();
        Assert.Equal(["configmaps", "leases", "nodes"], resources);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_is_bound_to_an_operator_role_by_default()
    {
        Assert.SkipUnless(server.Unavailable is null, server.Unavailable ?? "");
        await ApplyAsync().WaitAsync(TestContext.Current.CancellationToken);

        var bindings = (await GetAsync("rolebinding,clusterrolebinding", "-l", "app.kubernetes.io/name=node-tasker"))["items"]!.AsArray();

        Assert.NotEmpty(bindings);
        Assert.DoesNotContain(bindings, binding =>
            binding!["roleRef"]!["name"]!.GetValue<string>() is "node-tasker-runner" or "node-tasker-viewer" or "node-tasker-nodes"
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_policies_is_the_same_install_but_for_the_policies()
    {
        Assert.SkipUnless(server.Unavailable is null, server.Unavailable ?? "");

        var printed = await ToolRun
            .OfAsync(RepositoryFile.Of("deploy/without-policies.sh"), [], new Dictionary<string, string?>(), null, Cancelled)
            .WaitAsync(TestContext.Current.CancellationToken);
        var accepted = await server.KubectlAsync(
            ["apply", "-f", "-", "--validate=strict", "--dry-run=client", "-o", "name"],
            Cancelled,
            printed.Output
        );

        Assert.True(printed.ExitCode == 0, printed.ToString());
        Assert.True(accepted.ExitCode == 0, accepted.ToString());
        var all = Kinds(await File.ReadAllTextAsync(RbacApiServer.Manifest, Cancelled));
        Assert.Equal(all.Where(kind => !kind.StartsWith("ValidatingAdmissionPolicy", StringComparison.Ordinal)), Kinds(printed.Output));
        Assert.Equal(Kinds(printed.Output).Length, Lines(accepted.Output).Length);
    }

    [Fact]
    public void Every_privileged_line_says_why()
    {
        var lines = File.ReadAllLines(RbacApiServer.Manifest);

        string[] privileged = ["hostPID: true", "hostNetwork: true", "privileged: true", "runAsUser: 0", "hostPath:"];
        foreach (var line in privileged)
        {
            var at = Array.FindIndex(lines, text => text.Trim() == line);
            Assert.True(at > 0, $"'{line}' is not in the manifest");
            // hostPath belongs to the volume whose name stands one line above it.
            var comment = lines
                .Take(at)
                .Reverse()
                .SkipWhile(text => text.Trim() == "- name: state")
                .TakeWhile(text => text.TrimStart().StartsWith('#'));
            Assert.True(
                comment.Any(text => text.Contains("# Privileged: ", StringComparison.Ordinal)),
                $"no comment above '{line}' says why"
            );
        }
    }

    private Task<ToolRun> ApplyAsync() => server.KubectlAsync(["apply", "-f", RbacApiServer.Manifest, "--validate=strict"], Cancelled);

    private static string[] Kinds(string manifest) =>
        [.. Lines(manifest).Where(line => line.StartsWith("kind: ", StringComparison.Ordinal)).Select(line => line["kind: ".Length..])];

    private async Task<JsonNode> GetAsync(string target, params string[] options)
    {
        var got = await server.KubectlAsync(["get", target, "-o", "json", .. options], Cancelled);
        Assert.True(got.ExitCode == 0, got.ToString());
        return JsonNode.Parse(got.Output)!;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
