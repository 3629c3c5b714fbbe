using System.Text.Json.Nodes;
using NodeTasker.Cli.Tests.Kit;
using NodeTasker.Testing;

namespace NodeTasker.Cli.Tests.Connecting;

/// <summary>What goes wrong on the way to the API is said in plain words, with what to do, and is 3.</summary>
public sealed class ConnectionTests
{
    private const string Policies = "apis/admissionregistration.k8s.io/v1/validatingadmissionpolic";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Without_a_kubeconfig_it_says_where_it_looked()
    {
        using var home = new TempDir();

        var outcome = await RunAsync(new() { ["HOME"] = home.Path, ["KUBECONFIG"] = null }, "status")
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((3, ""), (outcome.ExitCode, outcome.StandardOutput));
        Assert.Contains(
            $"there is no kubeconfig: neither --kubeconfig nor KUBECONFIG is set, and {home[".kube/config"]} is not there.",
            outcome.StandardError,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 30_000)]
    public async Task A_context_that_is_not_there_is_named_with_those_that_are()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster).WaitAsync(TestContext.Current.CancellationToken);

        var outcome = await cluster.RunAsync("status", "--context", "prod");

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("no context 'prod'; it has: test", outcome.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Several_kubeconfigs_count_as_one()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster).WaitAsync(TestContext.Current.CancellationToken);
        var other = cluster.Script("other", "apiVersion: v1\nkind: Config\ncontexts: []\n");

        var outcome = await RunAsync(new() { ["KUBECONFIG"] = $"/nowhere:{other}:{cluster.Kubeconfig}" }, "status");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("there is no task node-tasker/node-tasker", outcome.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_API_server_that_does_not_run_is_named()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster).WaitAsync(TestContext.Current.CancellationToken);
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var kubeconfig = cluster.Server.WriteKubeconfig(cluster.Folder["gone"], new Uri($"https://127.0.0.1:{port}"));

        var outcome = await cluster.RunAsync("status", "--kubeconfig", kubeconfig);

        Assert.Equal((3, ""), (outcome.ExitCode, outcome.StandardOutput));
        Assert.StartsWith(
            $"node-tasker: the API server at https://127.0.0.1:{port} can't be reached: nothing listens there.\n",
            outcome.StandardError,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 30_000)]
    public async Task A_token_that_is_not_accepted_says_to_log_in_again()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.LocalCluster).WaitAsync(TestContext.Current.CancellationToken);
        var token = cluster.Script("token", "expired");

        var outcome = await cluster.RunAsync(
            "status",
            "--kubeconfig",
            cluster.Server.WriteKubeconfig(cluster.Folder["expired"], tokenFile: token)
        );

        Assert.Equal((3, ""), (outcome.ExitCode, outcome.StandardOutput));
        Assert.Contains("does not accept your credentials (user 'test', context 'test')", outcome.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_missing_right_is_named_by_verb_and_resource()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.Envtest, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        var kubeconfig = await KubeconfigOfAsync(cluster, "nobody");

        var status = await cluster.RunAsync("status", "--kubeconfig", kubeconfig);
        var doctor = await cluster.RunAsync("doctor", "--kubeconfig", kubeconfig);

        Assert.Equal((3, ""), (status.ExitCode, status.StandardOutput));
        Assert.Contains(
            "you (system:serviceaccount:node-tasker:nobody) may not get configmaps in the namespace 'node-tasker'; the verb 'get' on 'configmaps' is missing.",
            status.StandardError,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "kubectl -n node-tasker create rolebinding NAME --role=node-tasker-viewer --user='system:serviceaccount:node-tasker:nobody'\n",
            status.StandardError,
            StringComparison.Ordinal
        );
        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains("you may not get configmaps in the namespace node-tasker", doctor.StandardOutput, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Doctor_lists_all_rights_that_are_missing()
    {
        await using var cluster = await CliCluster
            .StartAsync(ServerKind.Envtest, "worker-1")
            .WaitAsync(TestContext.Current.CancellationToken);
        var kubeconfig = await KubeconfigOfAsync(cluster, "reader", "get", "list");

        var doctor = await cluster.RunAsync("doctor", "--kubeconfig", kubeconfig, "-o", "json");

        var findings = JsonNode.Parse(doctor.StandardOutput)!["findings"]!
            .AsArray()
            .Where(finding => (string)finding!["check"]! == "your rights")
            .Select(finding => (string)finding!["message"]!)
            .ToList();
        Assert.Equal(1, doctor.ExitCode);
        Assert.Equal(7, findings.Count);
        Assert.Contains("you may not update configmaps in the namespace node-tasker (needed by: run)", findings);
        Assert.Contains("you may not watch nodes (needed by: run, status -w)", findings);
        Assert.Contains(
            "you may not update tasks.node-tasker.io in the namespace node-tasker (needed by: run, cancel, pause, resume, rerun)",
            findings
        );
        Assert.Contains("you may not delete results.node-tasker.io in the namespace node-tasker (needed by: run --rm)", findings);
        Assert.Contains(
            "kubectl -n node-tasker create rolebinding NAME --role=node-tasker-runner --user=USER",
            doctor.StandardOutput,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "kubectl create clusterrolebinding NAME --clusterrole=node-tasker-nodes --user=USER",
            doctor.StandardOutput,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Doctor_misses_each_admission_policy_that_is_not_there_or_does_not_deny()
    {
        await using var cluster = await CliCluster.StartAsync(ServerKind.Envtest, "worker-1");
        await CreatePolicyAsync(cluster, "node-tasker-agent", "Deny");
        await CreatePolicyAsync(cluster, "node-tasker-objects", "Audit");

        var doctor = await cluster.RunAsync("doctor", "-o", "json");
        await CreatePolicyAsync(cluster, "node-tasker-workloads", "Deny");
        await cluster.Api.MergePatchAsync(
            $"{Policies}ybindings/node-tasker-objects",
            new JsonObject { ["spec"] = new JsonObject { ["validationActions"] = new JsonArray("Deny", "Audit") } },
            TestContext.Current.CancellationToken
        );
        var again = await cluster.RunAsync("doctor", "-o", "json");

        Assert.Equal(
            [
                ("Warning", "the binding of the policy node-tasker-objects does not make it deny anything"),
                ("Warning", "the policy node-tasker-workloads is not there"),
            ],
            FindingsOf(doctor, "admission policy").Select(finding => (finding.Level, finding.Message.Split(':')[0]))
        );
        Assert.Equal("Ok", Assert.Single(FindingsOf(again, "admission policy")).Level);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(CliCluster.EveryServer), MemberType = typeof(CliCluster))]
    public async Task A_namespace_that_is_not_there_is_named(ServerKind kind)
    {
        await using var cluster = await CliCluster.StartAsync(kind, "worker-1").WaitAsync(TestContext.Current.CancellationToken);

        var outcome = await cluster.RunAsync("run", "-n", "elsewhere", "--", "true");

        Assert.Equal((3, ""), (outcome.ExitCode, outcome.StandardOutput));
        Assert.Contains(
            "there is no namespace 'elsewhere' in this cluster (context 'test')",
            outcome.StandardError,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task A_connection_that_is_lost_during_a_run_is_shown_and_survived()
    {
        await using var cluster = await CliCluster.StartWithAgentsAsync(ServerKind.LocalCluster, "worker-1");
        await using var proxy = new CuttableProxy(cluster.Server.Url);
        await using var run = cluster.Start(
            "run",
            "--kubeconfig",
            cluster.Server.WriteKubeconfig(cluster.Folder["via-proxy"], proxy.Url),
            "--",
            $"while [ ! -e {cluster.Folder["go"]} ]; do sleep 0.1; done; echo survived"
        );
        await cluster.WaitForStatusAsync("1 running");

        proxy.Refuse();
        await Eventually.IsTrueAsync(
            "the loss is shown",
            () => run.StandardError.Contains("connection: ", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30),
            TestContext.Current.CancellationToken
        );
        proxy.Admit();
        await File.WriteAllTextAsync(cluster.Folder["go"], "", TestContext.Current.CancellationToken);

        await run.WaitForExitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(
            (0, "----- worker-1: Succeeded, exit code 0 -----\nsurvived\n\n1 node: 1 succeeded\n"),
            (run.ExitCode, run.StandardOutput)
        );
        Assert.Contains("connection: back again\n", run.StandardError, StringComparison.Ordinal);
    }

    private static IReadOnlyList<(string Level, string Message)> FindingsOf(ProcessOutcome doctor, string check) =>
        [
            .. JsonNode.Parse(doctor.StandardOutput)!["findings"]!
                .AsArray()
                .Where(finding => (string)finding!["check"]! == check)
                .Select(finding => ((string)finding!["level"]!, (string)finding["message"]!)),
        ];

    private static async Task CreatePolicyAsync(CliCluster cluster, string name, string action)
    {
        var metadata = new JsonObject { ["name"] = name };
        await cluster.Api.PostAsync(
            $"{Policies}ies",
            new JsonObject
            {
                ["metadata"] = metadata.DeepClone(),
                ["spec"] = new JsonObject
                {
                    ["matchConstraints"] = new JsonObject
                    {
                        ["resourceRules"] = new JsonArray(
                            new JsonObject
                            {
                                ["apiGroups"] = new JsonArray("example.com"),
                                ["apiVersions"] = new JsonArray("v1"),
                                ["resources"] = new JsonArray("nothing"),
                                ["operations"] = new JsonArray("CREATE"),
                            }
                        ),
                    },
                    ["validations"] = new JsonArray(new JsonObject { ["expression"] = "true" }),
                },
            },
            Cancellation
        );
        await cluster.Api.PostAsync(
            $"{Policies}ybindings",
            new JsonObject
            {
                ["metadata"] = metadata,
                ["spec"] = new JsonObject { ["policyName"] = name, ["validationActions"] = new JsonArray(action) },
            },
            Cancellation
        );
    }

    private static Task<ProcessOutcome> RunAsync(Dictionary<string, string?> environment, params string[] arguments) =>
        RunningProcess.RunAsync(ProductPrograms.Command, arguments, environment, cancellationToken: Cancellation);

    private static async Task<string> KubeconfigOfAsync(CliCluster cluster, string account, params string[] verbs)
    {
        const string Rbac = "apis/rbac.authorization.k8s.io/v1";
        var metadata = new JsonObject { ["name"] = account };
        await cluster.Api.PostAsync(
            "api/v1/namespaces/node-tasker/serviceaccounts",
            new JsonObject { ["metadata"] = metadata.DeepClone() },
            Cancellation
        );
        if (verbs.Length > 0)
        {
            await cluster.Api.PostAsync(
                $"{Rbac}/clusterroles",
                new JsonObject
                {
                    ["metadata"] = metadata.DeepClone(),
                    ["rules"] = new JsonArray(
                        new JsonObject
                        {
                            ["apiGroups"] = new JsonArray("*"),
                            ["resources"] = new JsonArray("*"),
                            ["verbs"] = new JsonArray([.. verbs.Select(verb => (JsonNode)verb)]),
                        }
                    ),
                },
                Cancellation
            );
            await cluster.Api.PostAsync(
                $"{Rbac}/clusterrolebindings",
                new JsonObject
                {
                    ["metadata"] = metadata.DeepClone(),
                    ["roleRef"] = new JsonObject
                    {
                        ["apiGroup"] = "rbac.authorization.k8s.io",
                        ["kind"] = "ClusterRole",
                        ["name"] = account,
                    },
                    ["subjects"] = new JsonArray(
                        new JsonObject
                        {
                            ["kind"] = "ServiceAccount",
                            ["name"] = account,
                            ["namespace"] = "node-tasker",
                        }
                    ),
                },
                Cancellation
            );
        }

        var answer = await cluster.Api.PostAsync(
            $"api/v1/namespaces/node-tasker/serviceaccounts/{account}/token",
            new JsonObject { ["spec"] = new JsonObject() },
            Cancellation
        );
        var kubeconfig = cluster.Server.WriteKubeconfig(
            cluster.Folder[$"kubeconfig-{account}"],
            tokenFile: cluster.Script($"token-{account}", (string)answer["status"]!["token"]!)
        );
        if (verbs.Length > 0)
        {
            // Roles take effect some milliseconds after they were written.
            var token = (string)answer["status"]!["token"]!;
            using var api = new KubeApi(cluster.Server, token);
            await Eventually.BecomesAsync(
                "the role counts",
                async cancel => await api.GetAsync("api/v1/nodes", cancel),
                nodes => nodes is not null,
                cancellationToken: Cancellation
            );
        }

        return kubeconfig;
    }
}
