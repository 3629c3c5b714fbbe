using NodeTasker.LocalCluster.Tests.Servers;

namespace NodeTasker.LocalCluster.Tests;

/// <summary>JSON patch, merge patch and strategic merge patch.</summary>
public sealed class PatchTests(ServerFixture servers)
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_merge_patch_sets_and_removes(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a", rest: """ "data":{"keep":"1","go":"2"} """);

        var patched = await space.PatchAsync(
            $"{space.ConfigMaps}/a",
            TestSpace.MergePatch,
            """{"data":{"go":null,"new":"3"},"metadata":{"labels":{"x":"y"}}}"""
        );
        var missing = await space.PatchAsync($"{space.ConfigMaps}/nope", TestSpace.MergePatch, "{}");

        Assert.Equal("""{"keep":"1","new":"3"}""", patched.Body["data"]!.ToJsonString());
        Assert.Equal("y", patched.Body["metadata"]!["labels"]!["x"]!.GetValue<string>());
        Assert.Equal(404, missing.Code);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_patch_that_names_a_version_is_conditional(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        var created = await space.CreateAsync("a");
        await space.PatchAsync($"{space.ConfigMaps}/a", TestSpace.MergePatch, """{"data":{"x":"1"}}""");

        var answer = await space.PatchAsync(
            $"{space.ConfigMaps}/a",
            TestSpace.MergePatch,
            $$$"""{"metadata":{"resourceVersion":"{{{created["metadata"]!["resourceVersion"]}}}"},"data":{"x":"2"}}"""
        );

        Assert.Equal((409, "Conflict"), (answer.Code, answer.Reason));
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_JSON_patch_does_all_its_operations_or_none(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a", ""","annotations":{"a/b":"1"}""", """ "data":{"k":"v","m":"n"} """);

        var patched = await space.PatchAsync(
            $"{space.ConfigMaps}/a",
            TestSpace.JsonPatch,
            """
            [{"op":"test","path":"/data/k","value":"v"},{"op":"replace","path":"/data/k","value":"w"},{"op":"add","path":"/data/n","value":"1"},
             {"op":"remove","path":"/data/m"},{"op":"copy","from":"/data/n","path":"/data/o"},{"op":"move","from":"/data/n","path":"/data/p"},
             {"op":"replace","path":"/metadata/annotations/a~1b","value":"2"}]
            """
        );
        var failed = await space.PatchAsync(
            $"{space.ConfigMaps}/a",
            TestSpace.JsonPatch,
            """[{"op":"add","path":"/data/q","value":"1"},{"op":"test","path":"/data/k","value":"nope"}]"""
        );
        var missing = await space.PatchAsync($"{space.ConfigMaps}/a", TestSpace.JsonPatch, """[{"op":"remove","path":"/data/nope"}]""");
        var after = await space.GetAsync($"{space.ConfigMaps}/a");

        Assert.Equal("""{"k":"w","o":"1","p":"1"}""", patched.Body["data"]!.ToJsonString());
        Assert.Equal("2", patched.Body["metadata"]!["annotations"]!["a/b"]!.GetValue<string>());
        Assert.Equal((422, "Invalid"), (failed.Code, failed.Reason));
        Assert.Equal(422, missing.Code);
        Assert.Equal(patched.ResourceVersion, after.ResourceVersion);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_strategic_patch_merges_lists_by_their_keys(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync(
            "a",
            ""","finalizers":["x.io/a"],"ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"one","uid":"1"},{"apiVersion":"v1","kind":"Node","name":"two","uid":"2"}]"""
        );

        var patched = await space.PatchAsync(
            $"{space.ConfigMaps}/a",
            TestSpace.StrategicPatch,
            """
            {"metadata":{"finalizers":["x.io/b"],"ownerReferences":[{"uid":"1","name":"uno"},{"$patch":"delete","uid":"2"},{"apiVersion":"v1","kind":"Node","name":"three","uid":"3"}]}}
            """
        );
        var removed = await space.PatchAsync(
            $"{space.ConfigMaps}/a",
            TestSpace.StrategicPatch,
            """{"metadata":{"$deleteFromPrimitiveList/finalizers":["x.io/a","x.io/b"]},"data":{"$patch":"replace","only":"1"}}"""
        );

        Assert.Equal(["x.io/b", "x.io/a"], patched.Body["metadata"]!["finalizers"]!.AsArray().Select(item => item!.GetValue<string>()));
        Assert.Equal(
            ["uno", "three"],
            patched.Body["metadata"]!["ownerReferences"]!.AsArray().Select(item => item!["name"]!.GetValue<string>())
        );
        Assert.Null(removed.Body["metadata"]!["finalizers"]);
        Assert.Equal("""{"only":"1"}""", removed.Body["data"]!.ToJsonString());
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_patch_is_checked_as_its_result(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a");

        var badKey = await space.PatchAsync($"{space.ConfigMaps}/a", TestSpace.MergePatch, """{"data":{"k k":"x"}}""");
        var unknown = await space.PatchAsync($"{space.ConfigMaps}/a?fieldValidation=Strict", TestSpace.MergePatch, """{"foo":"x"}""");
        var noJson = await space.PatchAsync($"{space.ConfigMaps}/a", TestSpace.MergePatch, "{");
        var renamed = await space.PatchAsync($"{space.ConfigMaps}/a", TestSpace.MergePatch, """{"metadata":{"name":"b"}}""");

        Assert.Equal(422, badKey.Code);
        Assert.Contains("unknown field \"foo\"", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(400, noJson.Code);
        Assert.True(renamed.Code is 400 or 422, renamed.Text);
    }
}
