using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Tests.Servers;

namespace NodeTasker.LocalCluster.Tests;

/// <summary>Server-side apply: who owns what, and what becomes of it.</summary>
public sealed class ServerSideApplyTests(ServerFixture servers)
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Apply_creates_and_records_its_fields(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);

        var created = await ApplyAsync(
            space,
            "agent",
            ""","labels":{"x":"y"},"finalizers":["a.io/b"],"ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"n","uid":"1"}]""",
            """ "data":{"k":"v"} """
        );
        var again = await ApplyAsync(
            space,
            "agent",
            ""","labels":{"x":"y"},"finalizers":["a.io/b"],"ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"n","uid":"1"}]""",
            """ "data":{"k":"v"} """
        );

        Assert.True(again.Code == 200, again.Text);
        Assert.Equal(201, created.Code);
        Assert.True(JsonNode.DeepEquals(created.Body, again.Body), again.Text);
        Assert.Equal(
            [
                """agent Apply {"f:data":{"f:k":{}},"f:metadata":{"f:finalizers":{"v:\"a.io/b\"":{}},"f:labels":{"f:x":{}},"f:ownerReferences":{"k:{\"uid\":\"1\"}":{}}}}""",
            ],
            Managers(created)
        );
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task What_an_applier_no_longer_wishes_goes_unless_others_own_it(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await ApplyAsync(space, "one", ""","labels":{"a":"1"}""", """ "data":{"mine":"1","shared":"1"} """);
        await ApplyAsync(space, "two", "", """ "data":{"shared":"1","theirs":"2"} """);

        var after = await ApplyAsync(space, "one", "", """ "data":{} """);

        Assert.Equal("""{"shared":"1","theirs":"2"}""", after.Body["data"]!.ToJsonString());
        Assert.Null(after.Body["metadata"]!["labels"]);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Different_wishes_conflict_until_one_forces(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.PostAsync(
            $"{space.ConfigMaps}?fieldManager=creator",
            """{"metadata":{"name":"a","labels":{"l":"1"}},"data":{"k":"v","m":"n"}}"""
        );

        var one = await ApplyAsync(space, "agent", "", """ "data":{"k":"w"} """);
        var two = await ApplyAsync(space, "agent", ""","labels":{"l":"2"}""", """ "data":{"k":"w","m":"n"} """);
        var forced = await ApplyAsync(space, "agent", "", """ "data":{"k":"w"} """, "&force=true");

        Assert.Equal(
            (409, "Conflict", "Apply failed with 1 conflict: conflict with \"creator\" using v1: .data.k"),
            (one.Code, one.Reason, one.Message)
        );
        Assert.Equal(
            """{"causes":[{"reason":"FieldManagerConflict","message":"conflict with \"creator\" using v1","field":".data.k"}]}""",
            Plain(one.Body["details"]!)
        );
        Assert.Equal("Apply failed with 2 conflicts: conflicts with \"creator\" using v1:\n- .data.k\n- .metadata.labels.l", two.Message);
        Assert.Equal(200, forced.Code);
        Assert.Equal(
            [
                """agent Apply {"f:data":{"f:k":{}}}""",
                """creator Update {"f:data":{".":{},"f:m":{}},"f:metadata":{"f:labels":{".":{},"f:l":{}}}}""",
            ],
            Managers(forced)
        );
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_plain_write_takes_the_fields_that_it_changes(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await ApplyAsync(space, "agent", "", """ "data":{"k":"v","m":"n"} """);

        var written = await space.PatchAsync(
            $"{space.ConfigMaps}/a?fieldManager=editor",
            TestSpace.MergePatch,
            """{"data":{"k":"w","z":"1"}}"""
        );
        var refused = await ApplyAsync(space, "agent", "", """ "data":{"k":"v","m":"n"} """);
        var removed = await space.PatchAsync($"{space.ConfigMaps}/a?fieldManager=other", TestSpace.MergePatch, """{"data":{"k":null}}""");

        Assert.Equal(["""agent Apply {"f:data":{"f:m":{}}}""", """editor Update {"f:data":{"f:k":{},"f:z":{}}}"""], Managers(written));
        Assert.Equal((409, "Apply failed with 1 conflict: conflict with \"editor\" using v1: .data.k"), (refused.Code, refused.Message));
        Assert.Equal(["""agent Apply {"f:data":{"f:m":{}}}""", """editor Update {"f:data":{"f:z":{}}}"""], Managers(removed));
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task The_same_wish_of_two_is_shared(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await ApplyAsync(space, "one", "", """ "data":{"k":"v"} """);

        var shared = await ApplyAsync(space, "two", "", """ "data":{"k":"v"} """);
        var left = await ApplyAsync(space, "one", "", """ "data":{"other":"1"} """);

        Assert.Equal(200, shared.Code);
        Assert.Equal("""{"k":"v","other":"1"}""", left.Body["data"]!.ToJsonString());
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task The_last_wish_gone_leaves_an_empty_object(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await ApplyAsync(space, "one", ""","annotations":{"x":"y"}""", """ "data":{"k":"v"},"binaryData":{"b":"YQ=="} """);

        var after = await space.SendAsync(
            HttpMethod.Patch,
            $"{space.ConfigMaps}/a?fieldManager=one",
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""",
            TestSpace.ApplyPatch
        );

        Assert.Equal(200, after.Code);
        Assert.Equal((null, null, null), (after.Body["data"], after.Body["binaryData"], after.Body["metadata"]!["annotations"]));
        Assert.Equal("a", after.Body["metadata"]!["name"]!.GetValue<string>());
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_lease_is_applied_by_its_fields(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        const string Lease =
            """{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"l"},"spec":{"holderIdentity":"HOLDER"}}""";

        var first = await space.SendAsync(
            HttpMethod.Patch,
            $"{space.Leases}/l?fieldManager=one",
            Lease.Replace("HOLDER", "run-1", StringComparison.Ordinal),
            TestSpace.ApplyPatch
        );
        var second = await space.SendAsync(
            HttpMethod.Patch,
            $"{space.Leases}/l?fieldManager=one",
            Lease.Replace("HOLDER", "run-2", StringComparison.Ordinal),
            TestSpace.ApplyPatch
        );

        Assert.Equal((201, 200), (first.Code, second.Code));
        Assert.Equal("""{"holderIdentity":"run-2"}""", second.Body["spec"]!.ToJsonString());
        Assert.Equal(["""one Apply {"f:spec":{"f:holderIdentity":{}}}"""], Managers(second));
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Who_applies_a_node_leaves_its_status_and_the_owner_of_that(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        var node = $"/api/v1/nodes/{space.Name}-node";
        var identity = $$$"""{"apiVersion":"v1","kind":"Node","metadata":{"name":"{{{space.Name}}}-node","labels":{"a":"b"}}""";
        await space.PostAsync("/api/v1/nodes", $"{identity}}}");
        await space.PatchAsync($"{node}/status?fieldManager=kubelet", TestSpace.MergePatch, """{"status":{"phase":"Running"}}""");

        var applied = await space.PatchAsync(
            $"{node}?fieldManager=one",
            TestSpace.ApplyPatch,
            $$$"""{{{identity}}},"spec":{"unschedulable":true},"status":{"phase":"Pending"}}"""
        );

        Assert.Equal((200, "Running"), (applied.Code, applied.Body["status"]!["phase"]!.GetValue<string>()));
        Assert.True(applied.Body["spec"]!["unschedulable"]!.GetValue<bool>());
        var owners = applied.Body["metadata"]!["managedFields"]!.AsArray();
        Assert.Equal(
            [("kubelet", "status")],
            owners
                .Where(owner => owner!["fieldsV1"]!["f:status"]?["f:phase"] is not null)
                .Select(owner => (owner!["manager"]!.GetValue<string>(), owner["subresource"]?.GetValue<string>()))
        );
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Bad_applies_are_refused(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        const string Body = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""";

        var noManager = await space.PatchAsync($"{space.ConfigMaps}/a", TestSpace.ApplyPatch, Body);
        var managed = await space.PatchAsync(
            $"{space.ConfigMaps}/a?fieldManager=x",
            TestSpace.ApplyPatch,
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","managedFields":[{"manager":"x"}]}}"""
        );
        var uid = await space.PatchAsync(
            $"{space.ConfigMaps}/a?fieldManager=x",
            TestSpace.ApplyPatch,
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","uid":"1"}}"""
        );
        var forced = await space.PatchAsync($"{space.ConfigMaps}/a?force=true", TestSpace.MergePatch, "{}");
        var unknown = await space.PatchAsync(
            $"{space.ConfigMaps}/a?fieldManager=x&fieldValidation=Strict",
            TestSpace.ApplyPatch,
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"foo":1}"""
        );

        Assert.Equal(
            (422, "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"),
            (noManager.Code, noManager.Message)
        );
        Assert.Equal((400, "metadata.managedFields must be nil"), (managed.Code, managed.Message));
        Assert.Equal((409, "Conflict"), (uid.Code, uid.Reason));
        Assert.Equal(422, forced.Code);
        Assert.True(unknown.Code >= 400, unknown.Text);
    }

    private static Task<ApiAnswer> ApplyAsync(TestSpace space, string manager, string metadata, string rest, string query = "") =>
        space.PatchAsync(
            $"{space.ConfigMaps}/a?fieldManager={manager}{query}",
            TestSpace.ApplyPatch,
            $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"{{metadata}}},{{rest}}}"""
        );

    private static IEnumerable<string> Managers(ApiAnswer answer) =>
        answer.Body["metadata"]!["managedFields"]!
            .AsArray()
            .Select(entry => $"{entry!["manager"]} {entry["operation"]} {Plain(entry["fieldsV1"]!)}")
            .Order(StringComparer.Ordinal);

    private static string Plain(JsonNode node) =>
        node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
