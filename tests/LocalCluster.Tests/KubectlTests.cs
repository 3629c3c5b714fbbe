using NodeTasker.LocalCluster.Tests.Servers;

namespace NodeTasker.LocalCluster.Tests;

/// <summary>kubectl as a real process.</summary>
public sealed class KubectlTests(ServerFixture servers)
{
    private const int Limit = 120_000;

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task The_task_is_set_by_create_dry_run_and_replace(ServerKind server)
    {
        using var kubectl = await Kubectl.OpenAsync(servers, server);
        await kubectl.Space.CreateAsync("node-tasker");
        await File.WriteAllTextAsync(
            Path.Combine(kubectl.Folder, "hello.sh"),
            "#!/bin/sh\necho hello\n",
            TestContext.Current.CancellationToken
        );

        var manifest = await kubectl.RunAsync("create", "cm", "node-tasker", "--from-file=task=hello.sh", "--dry-run=client", "-o", "yaml");
        var replaced = await kubectl.PipeAsync(manifest, "replace", "-f", "-");
        var task = await kubectl.RunAsync("get", "cm", "node-tasker", "-o", "jsonpath={.data.task}");

        Assert.Equal("configmap/node-tasker replaced\n", replaced);
        Assert.Equal("#!/bin/sh\necho hello\n", task);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Create_sends_protobuf_and_get_prints_a_table(ServerKind server)
    {
        using var kubectl = await Kubectl.OpenAsync(servers, server).WaitAsync(TestContext.Current.CancellationToken);

        var created = await kubectl.RunAsync("create", "cm", "a", "--from-literal=x=1", "--from-literal=z=é");
        var table = await kubectl.RunAsync("get", "cm", "a");
        var yaml = await kubectl.RunAsync("get", "cm", "a", "-o", "yaml");
        var again = await kubectl.TryRunAsync(null, "create", "cm", "a");

        Assert.Equal("configmap/a created\n", created);
        Assert.Matches(@"^NAME +DATA +AGE\na +2 +\d+s\n$", table);
        Assert.Contains("data:\n  x: \"1\"\n  z: é\n", yaml, StringComparison.Ordinal);
        Assert.Equal((1, "error: failed to create configmap: configmaps \"a\" already exists\n"), (again.Code, again.Error));
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Apply_on_the_client_side_creates_configures_and_leaves_unchanged(ServerKind server)
    {
        using var kubectl = await Kubectl.OpenAsync(servers, server).WaitAsync(TestContext.Current.CancellationToken);
        const string Before = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {x: z}}\ndata: {k: v, gone: soon}\n";
        const string After = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: w}\n";

        var first = await kubectl.PipeAsync(Before, "apply", "-f", "-");
        var second = await kubectl.PipeAsync(Before, "apply", "-f", "-");
        var third = await kubectl.PipeAsync(After, "apply", "-f", "-");
        var data = await kubectl.RunAsync("get", "cm", "a", "-o", "jsonpath={.data}{.metadata.labels}");

        Assert.Equal("configmap/a created\n", first);
        Assert.Equal("configmap/a unchanged\n", second);
        Assert.Equal("configmap/a configured\n", third);
        Assert.Equal("""{"k":"w"}""", data);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Apply_on_the_server_side_takes_over_what_was_applied_on_the_client_side(ServerKind server)
    {
        using var kubectl = await Kubectl.OpenAsync(servers, server).WaitAsync(TestContext.Current.CancellationToken);
        const string Manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: v}\n";
        await kubectl.PipeAsync(Manifest, "apply", "-f", "-");

        var first = await kubectl.PipeAsync(Manifest, "apply", "--server-side", "-f", "-");
        var version = await kubectl.RunAsync("get", "cm", "a", "-o", "jsonpath={.metadata.resourceVersion}");
        var second = await kubectl.PipeAsync(Manifest, "apply", "--server-side", "-f", "-");
        var versionAfter = await kubectl.RunAsync("get", "cm", "a", "-o", "jsonpath={.metadata.resourceVersion}");

        Assert.Equal("configmap/a serverside-applied\n", first);
        Assert.Equal("configmap/a serverside-applied\n", second);
        Assert.Equal(version, versionAfter);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_conflict_of_appliers_is_explained(ServerKind server)
    {
        using var kubectl = await Kubectl.OpenAsync(servers, server).WaitAsync(TestContext.Current.CancellationToken);
        const string Manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: v}\n";
        await kubectl.PipeAsync(Manifest, "apply", "--server-side", "--field-manager=one", "-f", "-");

        var refused = await kubectl.TryRunAsync(
            Manifest.Replace("k: v", "k: w", StringComparison.Ordinal),
            "apply",
            "--server-side",
            "--field-manager=two",
            "-f",
            "-"
        );
        var forced = await kubectl.PipeAsync(
            Manifest.Replace("k: v", "k: w", StringComparison.Ordinal),
            "apply",
            "--server-side",
            "--field-manager=two",
            "--force-conflicts",
            "-f",
            "-"
        );

        Assert.Equal(1, refused.Code);
        Assert.Contains("Apply failed with 1 conflict: conflict with \"one\": .data.k", refused.Error, StringComparison.Ordinal);
        Assert.Equal("configmap/a serverside-applied\n", forced);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Annotate_label_and_patch_change_what_get_selects(ServerKind server)
    {
        using var kubectl = await Kubectl.OpenAsync(servers, server).WaitAsync(TestContext.Current.CancellationToken);
        await kubectl.Space.CreateAsync("a");
        await kubectl.Space.CreateAsync("b");

        var annotated = await kubectl.RunAsync("annotate", "cm", "a", "node-tasker.io/cancel=run");
        var labelled = await kubectl.RunAsync("label", "cm", "a", "phase=Failed");
        var patched = await kubectl.RunAsync("patch", "cm", "a", "--type=merge", "-p", """{"data":{"z":"1"}}""");
        var unchanged = await kubectl.RunAsync("patch", "cm", "a", "-p", """{"data":{"z":"1"}}""");
        var names = await kubectl.RunAsync("get", "cm", "-l", "phase=Failed", "-o", "name");
        var removed = await kubectl.RunAsync("label", "cm", "a", "phase-");

        Assert.Equal("configmap/a annotated\n", annotated);
        Assert.Equal("configmap/a labeled\n", labelled);
        Assert.Equal("configmap/a patched\n", patched);
        Assert.Equal("configmap/a patched (no change)\n", unchanged);
        Assert.Equal("configmap/a\n", names);
        Assert.Equal("configmap/a unlabeled\n", removed);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Wait_sees_a_field_change_and_a_deletion(ServerKind server)
    {
        using var kubectl = await Kubectl.OpenAsync(servers, server).WaitAsync(TestContext.Current.CancellationToken);
        await kubectl.Space.CreateAsync("a", rest: """ "data":{"_status":"InProgress"} """);

        var waiting = kubectl.RunAsync("wait", "cm/a", "--for=jsonpath={.data._status}=Complete", "--timeout=60s");
        await kubectl.Space.PatchAsync($"{kubectl.Space.ConfigMaps}/a", TestSpace.MergePatch, """{"data":{"_status":"Complete"}}""");
        var met = await waiting;
        var gone = kubectl.RunAsync("wait", "cm/a", "--for=delete", "--timeout=60s");
        var deleted = await kubectl.RunAsync("delete", "cm", "a");
        await gone;

        Assert.Equal("configmap/a condition met\n", met);
        Assert.StartsWith("configmap \"a\" deleted", deleted, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Get_with_watch_prints_a_row_per_change(ServerKind server)
    {
        using var kubectl = await Kubectl.OpenAsync(servers, server);
        await kubectl.Space.CreateAsync("a");

        using var watch = kubectl.Start("get", "cm", "-w");
        try
        {
            var lines = watch.StandardOutput;
            var header = await lines.ReadLineAsync(TestContext.Current.CancellationToken);
            var first = await lines.ReadLineAsync(TestContext.Current.CancellationToken);
            await kubectl.Space.PatchAsync($"{kubectl.Space.ConfigMaps}/a", TestSpace.MergePatch, """{"data":{"z":"1"}}""");
            var second = await lines.ReadLineAsync(TestContext.Current.CancellationToken);

            Assert.Matches("^NAME +DATA +AGE$", header);
            Assert.Matches("^a +1 +", first);
            Assert.Matches("^a +2 +", second);
        }
        finally
        {
            watch.Kill();
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_namespace_is_created_filled_and_deleted(ServerKind server)
    {
        using var kubectl = await Kubectl.OpenAsync(servers, server).WaitAsync(TestContext.Current.CancellationToken);
        var name = $"{kubectl.Space.Name}-x";

        var created = await kubectl.RunAsync("create", "ns", name);
        await kubectl.RunAsync("create", "cm", "a", "-n", name);
        var table = await kubectl.RunAsync("get", "ns", name);
        var deleted = await kubectl.RunAsync("delete", "ns", name, "--timeout=60s");
        var gone = await kubectl.TryRunAsync(null, "get", "ns", name);

        Assert.Equal($"namespace/{name} created\n", created);
        Assert.Matches($@"^NAME +STATUS +AGE\n{name} +Active +\d+s\n$", table);
        Assert.StartsWith($"namespace \"{name}\" deleted", deleted, StringComparison.Ordinal);
        Assert.Contains("NotFound", gone.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Unknown_fields_are_refused_without_any_flag(ServerKind server)
    {
        using var kubectl = await Kubectl.OpenAsync(servers, server).WaitAsync(TestContext.Current.CancellationToken);
        const string Manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndta: {k: v}\n";

        var created = await kubectl.TryRunAsync(Manifest, "create", "-f", "-");
        var applied = await kubectl.TryRunAsync(Manifest, "apply", "-f", "-");

        Assert.Equal((1, 1), (created.Code, applied.Code));
        Assert.Contains("strict decoding error: unknown field \"dta\"", created.Error, StringComparison.Ordinal);
        Assert.Contains("strict decoding error: unknown field \"dta\"", applied.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_ConfigMap_is_described_compared_edited_and_cleared(ServerKind server)
    {
        using var kubectl = await Kubectl.OpenAsync(servers, server).WaitAsync(TestContext.Current.CancellationToken);
        await kubectl.Space.CreateAsync("a");
        await kubectl.Space.CreateAsync("b");
        const string Manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {key: other}\n";

        var description = await kubectl.RunAsync("describe", "cm", "a");
        var difference = await kubectl.TryRunAsync(Manifest, "diff", "-f", "-");
        var edited = await kubectl.EditAsync("sed -i s/value/edited/", "edit", "cm", "a");
        var data = await kubectl.RunAsync("get", "cm", "a", "-o", "jsonpath={.data.key}");
        await kubectl.RunAsync("delete", "cm", "--all");
        var left = await kubectl.RunAsync("get", "cm", "-o", "name");

        Assert.Contains("key:\n----\nvalue\n", description, StringComparison.Ordinal);
        Assert.Equal(1, difference.Code);
        Assert.Contains("+  key: other\n", difference.Output, StringComparison.Ordinal);
        Assert.Equal("configmap/a edited\n", edited);
        Assert.Equal("edited", data);
        Assert.Equal("", left);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_node_is_cordoned(ServerKind server)
    {
        using var kubectl = await Kubectl.OpenAsync(servers, server).WaitAsync(TestContext.Current.CancellationToken);
        var node = $"{kubectl.Space.Name}-node";
        await kubectl.PipeAsync($"apiVersion: v1\nkind: Node\nmetadata: {{name: {node}}}\n", "create", "-f", "-");

        var cordoned = await kubectl.RunAsync("cordon", node);
        var table = await kubectl.RunAsync("get", "node", node);

        Assert.Equal($"node/{node} cordoned\n", cordoned);
        Assert.Matches($@"^NAME +STATUS +ROLES +AGE +VERSION *\n{node} +Unknown,SchedulingDisabled +<none> +\d+s *\n$", table);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task What_there_is_and_what_one_may_do_is_told(ServerKind server)
    {
        using var kubectl = await Kubectl.OpenAsync(servers, server).WaitAsync(TestContext.Current.CancellationToken);

        var resources = await kubectl.RunAsync("api-resources", "-o", "name");
        var may = await kubectl.RunAsync("auth", "can-i", "create", "configmaps");
        var nodes = await kubectl.RunAsync("get", "nodes,leases,events", "--ignore-not-found");

        Assert.All(["configmaps", "events", "namespaces", "nodes", "leases.coordination.k8s.io"], name =>
            Assert.Contains(name, resources.Split('\n'))
        );
        Assert.Equal("yes\n", may);
        Assert.NotNull(nodes);
    }
}
