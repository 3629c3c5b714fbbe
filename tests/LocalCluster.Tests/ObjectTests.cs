using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Tests.Servers;

namespace NodeTasker.LocalCluster.Tests;

/// <summary>Create, get, update and delete.</summary>
public sealed class ObjectTests(ServerFixture servers)
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_created_object_gets_its_identity(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);

        var created = await space.CreateAsync("a");
        var read = await space.GetAsync($"{space.ConfigMaps}/a");

        var metadata = created["metadata"]!.AsObject();
        Assert.Equal(("ConfigMap", "v1"), (created["kind"]!.GetValue<string>(), created["apiVersion"]!.GetValue<string>()));
        Assert.Equal(space.Name, metadata["namespace"]!.GetValue<string>());
        Assert.True(Guid.TryParse(metadata["uid"]!.GetValue<string>(), out _));
        Assert.True(long.Parse(metadata["resourceVersion"]!.GetValue<string>(), null) > 0);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", metadata["creationTimestamp"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(created, read.Body));
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_name_can_be_generated(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);

        var one = await space.PostAsync(space.ConfigMaps, """{"metadata":{"generateName":"gen-"}}""");
        var two = await space.PostAsync(space.ConfigMaps, """{"metadata":{"generateName":"gen-"}}""");

        Assert.Equal((201, 201), (one.Code, two.Code));
        Assert.Matches("^gen-[a-z0-9]{5}$", one.Body["metadata"]!["name"]!.GetValue<string>());
        Assert.NotEqual(one.Body["metadata"]!["name"]!.GetValue<string>(), two.Body["metadata"]!["name"]!.GetValue<string>());
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task YAML_is_read_as_Kubernetes_reads_it(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);

        var created = await space.PostAsync(
            space.ConfigMaps,
            "metadata:\n  name: a\nimmutable: yes\ndata:\n  text: |\n    one\n    two\n  quoted: \"1\"\n",
            "application/yaml"
        );
        var number = await space.PostAsync(space.ConfigMaps, "metadata: {name: b}\ndata: {n: 1}\n", "application/yaml");

        Assert.Equal(201, created.Code);
        Assert.True(created.Body["immutable"]!.GetValue<bool>());
        Assert.Equal("one\ntwo\n", created.Body["data"]!["text"]!.GetValue<string>());
        Assert.Equal(400, number.Code);
        Assert.Contains(
            "cannot unmarshal number into Go struct field ConfigMap.data of type string",
            number.Message,
            StringComparison.Ordinal
        );
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task What_is_not_there_or_already_there_is_said(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a");

        var missing = await space.GetAsync($"{space.ConfigMaps}/nope");
        var twice = await space.PostAsync(space.ConfigMaps, """{"metadata":{"name":"a"}}""");
        var noNamespace = await space.PostAsync("/api/v1/namespaces/nope/configmaps", """{"metadata":{"name":"a"}}""");
        var noResource = await space.GetAsync("/api/v1/nopes");
        var noLease = await space.GetAsync($"{space.Leases}/nope");

        Assert.Equal((404, "NotFound", "configmaps \"nope\" not found"), (missing.Code, missing.Reason, missing.Message));
        Assert.Equal("""{"name":"nope","kind":"configmaps"}""", missing.Body["details"]!.ToJsonString());
        Assert.Equal((409, "AlreadyExists", "configmaps \"a\" already exists"), (twice.Code, twice.Reason, twice.Message));
        Assert.Equal((404, "namespaces \"nope\" not found"), (noNamespace.Code, noNamespace.Message));
        Assert.Equal((404, "the server could not find the requested resource"), (noResource.Code, noResource.Message));
        Assert.Equal((404, "leases.coordination.k8s.io \"nope\" not found"), (noLease.Code, noLease.Message));
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task An_update_from_an_old_version_conflicts(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        var old = await space.CreateAsync("a");
        var version = old["metadata"]!["resourceVersion"]!.GetValue<string>();

        var first = await space.PutAsync(
            $"{space.ConfigMaps}/a",
            $$$"""{"metadata":{"name":"a","resourceVersion":"{{{version}}}"},"data":{"key":"2"}}"""
        );
        var second = await space.PutAsync(
            $"{space.ConfigMaps}/a",
            $$$"""{"metadata":{"name":"a","resourceVersion":"{{{version}}}"},"data":{"key":"3"}}"""
        );
        var unconditional = await space.PutAsync($"{space.ConfigMaps}/a", """{"metadata":{"name":"a"},"data":{"key":"4"}}""");

        Assert.Equal(200, first.Code);
        Assert.Equal((409, "Conflict"), (second.Code, second.Reason));
        Assert.Equal(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes to the latest version and try again",
            second.Message
        );
        Assert.Equal((200, "4"), (unconditional.Code, unconditional.Body["data"]!["key"]!.GetValue<string>()));
        Assert.Equal(old["metadata"]!["uid"]!.GetValue<string>(), unconditional.Body["metadata"]!["uid"]!.GetValue<string>());
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task An_update_must_fit_its_path_and_identity(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a");

        var otherName = await space.PutAsync($"{space.ConfigMaps}/a", """{"metadata":{"name":"b"}}""");
        var noName = await space.PutAsync($"{space.ConfigMaps}/a", """{"data":{}}""");
        var otherUid = await space.PutAsync($"{space.ConfigMaps}/a", """{"metadata":{"name":"a","uid":"nope"}}""");
        var otherNamespace = await space.PostAsync(space.ConfigMaps, """{"metadata":{"name":"b","namespace":"default"}}""");
        var missing = await space.PutAsync($"{space.ConfigMaps}/nope", """{"metadata":{"name":"nope"}}""");

        Assert.Equal((400, "the name of the object (b) does not match the name on the URL (a)"), (otherName.Code, otherName.Message));
        Assert.Equal(
            (400, "the name of the object (a based on URL) was undeterminable: name must be provided"),
            (noName.Code, noName.Message)
        );
        Assert.Equal((409, "Conflict"), (otherUid.Code, otherUid.Reason));
        Assert.Equal(
            (400, "the namespace of the provided object does not match the namespace sent on the request"),
            (otherNamespace.Code, otherNamespace.Message)
        );
        Assert.Equal(404, missing.Code);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_write_that_changes_nothing_keeps_the_version(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        var created = await space.CreateAsync("a");

        var put = await space.PutAsync($"{space.ConfigMaps}/a", """{"metadata":{"name":"a"},"data":{"key":"value"}}""");
        var patched = await space.PatchAsync($"{space.ConfigMaps}/a", TestSpace.MergePatch, """{"data":{"key":"value"}}""");

        Assert.True(JsonNode.DeepEquals(created, put.Body), put.Text);
        Assert.True(JsonNode.DeepEquals(created, patched.Body), patched.Text);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_delete_obeys_its_preconditions(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        var created = await space.CreateAsync("a");
        var uid = created["metadata"]!["uid"]!.GetValue<string>();

        var otherUid = await space.DeleteAsync($"{space.ConfigMaps}/a", """{"preconditions":{"uid":"nope"}}""");
        var otherVersion = await space.DeleteAsync($"{space.ConfigMaps}/a", """{"preconditions":{"resourceVersion":"1"}}""");
        var tried = await space.DeleteAsync($"{space.ConfigMaps}/a?dryRun=All");
        var deleted = await space.DeleteAsync(
            $"{space.ConfigMaps}/a?propagationPolicy=Background",
            $$$"""{"preconditions":{"uid":"{{{uid}}}"}}"""
        );
        var again = await space.DeleteAsync($"{space.ConfigMaps}/a");

        Assert.Equal((409, "Conflict"), (otherUid.Code, otherUid.Reason));
        Assert.StartsWith(
            "Operation cannot be fulfilled on ConfigMap \"a\": the UID in the precondition (nope) does not match the UID in record",
            otherUid.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(409, otherVersion.Code);
        Assert.Equal(200, tried.Code);
        Assert.Equal((200, "Success"), (deleted.Code, deleted.Body["status"]!.GetValue<string>()));
        Assert.Equal(uid, deleted.Body["details"]!["uid"]!.GetValue<string>());
        Assert.Equal(404, again.Code);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task An_object_with_a_finalizer_stays_until_it_is_taken_off(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a", ""","finalizers":["example.com/wait"]""");

        var deleted = await space.DeleteAsync($"{space.ConfigMaps}/a");
        var marked = await space.GetAsync($"{space.ConfigMaps}/a");
        var released = await space.PatchAsync($"{space.ConfigMaps}/a", TestSpace.MergePatch, """{"metadata":{"finalizers":null}}""");
        var gone = await space.GetAsync($"{space.ConfigMaps}/a");

        Assert.Equal((200, "ConfigMap"), (deleted.Code, deleted.Body["kind"]!.GetValue<string>()));
        Assert.NotNull(marked.Body["metadata"]!["deletionTimestamp"]);
        Assert.Equal(200, released.Code);
        Assert.Equal(404, gone.Code);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_collection_is_deleted_by_selector(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a", ""","labels":{"go":"yes"}""");
        await space.CreateAsync("b", ""","labels":{"go":"no"}""");

        var deleted = await space.DeleteAsync($"{space.ConfigMaps}?labelSelector=go%3Dyes");
        var left = await space.GetAsync(space.ConfigMaps);

        Assert.Equal(200, deleted.Code);
        Assert.Equal(["b"], left.Names);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_dry_run_answers_and_stores_nothing(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        var before = await space.CreateAsync("a");

        var created = await space.PostAsync($"{space.ConfigMaps}?dryRun=All", """{"metadata":{"name":"b"}}""");
        var updated = await space.PatchAsync($"{space.ConfigMaps}/a?dryRun=All", TestSpace.MergePatch, """{"data":{"key":"other"}}""");
        var unknown = await space.PostAsync($"{space.ConfigMaps}?dryRun=foo", """{"metadata":{"name":"b"}}""");
        var after = await space.GetAsync($"{space.ConfigMaps}/a");
        var missing = await space.GetAsync($"{space.ConfigMaps}/b");

        Assert.Equal((201, 200), (created.Code, updated.Code));
        Assert.Equal("other", updated.Body["data"]!["key"]!.GetValue<string>());
        Assert.Equal(
            (422, "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"foo\"]: supported values: \"All\""),
            (unknown.Code, unknown.Message)
        );
        Assert.True(JsonNode.DeepEquals(before, after.Body));
        Assert.Equal(404, missing.Code);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task The_status_of_a_node_is_written_apart(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        var node = $"{space.Name}-node";

        var created = await space.PostAsync("/api/v1/nodes", $$$$"""{"metadata":{"name":"{{{{node}}}}","labels":{"role":"worker"}}}""");
        var ready = await space.PatchAsync(
            $"/api/v1/nodes/{node}/status",
            TestSpace.StrategicPatch,
            """{"metadata":{"labels":{"role":"ignored"}},"status":{"conditions":[{"type":"Ready","status":"True"}]}}"""
        );
        var other = await space.PatchAsync(
            $"/api/v1/nodes/{node}",
            TestSpace.MergePatch,
            """{"spec":{"unschedulable":true},"status":{"conditions":null}}"""
        );

        Assert.Equal((201, 200, 200), (created.Code, ready.Code, other.Code));
        Assert.Equal("Ready", other.Body["status"]!["conditions"]![0]!["type"]!.GetValue<string>());
        Assert.True(other.Body["spec"]!["unschedulable"]!.GetValue<bool>());
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_lease_changes_hands(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);

        var created = await space.PostAsync(
            space.Leases,
            """{"metadata":{"name":"l"},"spec":{"holderIdentity":"a","leaseDurationSeconds":15,"renewTime":"2026-01-02T03:04:05.678901Z"}}"""
        );
        var taken = await space.PatchAsync(
            $"{space.Leases}/l",
            TestSpace.MergePatch,
            """{"spec":{"holderIdentity":"b","leaseTransitions":1}}"""
        );

        Assert.Equal((201, "2026-01-02T03:04:05.678901Z"), (created.Code, created.Body["spec"]!["renewTime"]!.GetValue<string>()));
        Assert.Equal(
            """{"holderIdentity":"b","leaseDurationSeconds":15,"renewTime":"2026-01-02T03:04:05.678901Z","leaseTransitions":1}""",
            taken.Body["spec"]!.ToJsonString()
        );
    }
}
