using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Tests.Servers;

namespace NodeTasker.LocalCluster.Tests;

/// <summary>Watches.</summary>
public sealed class WatchTests(ServerFixture servers)
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_watch_without_a_version_begins_with_what_there_is(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a");

        using var watch = await space.WatchAsync($"{space.ConfigMaps}?watch=true");
        var first = await watch.NextNameAsync();
        await space.CreateAsync("b");
        var second = await watch.NextNameAsync();
        await space.PatchAsync($"{space.ConfigMaps}/b", TestSpace.MergePatch, """{"data":{"key":"2"}}""");
        var third = await watch.NextNameAsync();
        var deletion = await space.DeleteAsync($"{space.ConfigMaps}/a");
        var fourth = await watch.NextNameAsync();

        Assert.Equal(200, deletion.Code);
        Assert.Equal(["ADDED a", "ADDED b", "MODIFIED b", "DELETED a"], [first, second, third, fourth]);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_watch_goes_on_after_a_version(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a");
        var version = (await space.GetAsync(space.ConfigMaps)).ResourceVersion;
        await space.CreateAsync("b");
        await space.DeleteAsync($"{space.ConfigMaps}/a");

        using var watch = await space.WatchAsync($"{space.ConfigMaps}?watch=1&resourceVersion={version}");
        var first = await watch.NextNameAsync();
        var second = await watch.NextAsync();

        Assert.Equal("ADDED b", first);
        Assert.Equal("DELETED", second!["type"]!.GetValue<string>());
        Assert.True(long.Parse(second["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>(), null) > long.Parse(version, null));
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_version_that_is_too_old_is_an_error_event(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);

        using var watch = await space.WatchAsync($"{space.ConfigMaps}?watch=1&resourceVersion=1");
        var error = await watch.NextAsync();
        var end = await watch.NextAsync();

        Assert.Equal(200, watch.Code);
        Assert.Equal("ERROR", error!["type"]!.GetValue<string>());
        var status = error["object"]!;
        Assert.Equal(
            ("Status", 410, "Expired"),
            (status["kind"]!.GetValue<string>(), status["code"]!.GetValue<int>(), status["reason"]!.GetValue<string>())
        );
        Assert.StartsWith("too old resource version: 1 (", status["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(end);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_selecting_watch_sees_objects_come_and_go(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a");
        await space.CreateAsync("b");

        using var byLabel = await space.WatchAsync($"{space.ConfigMaps}?watch=1&labelSelector=on%3Dyes");
        using var byName = await space.WatchAsync($"{space.ConfigMaps}?watch=1&fieldSelector=metadata.name%3Db");
        await space.PatchAsync($"{space.ConfigMaps}/a", TestSpace.MergePatch, """{"metadata":{"labels":{"on":"yes"}}}""");
        await space.PatchAsync($"{space.ConfigMaps}/a", TestSpace.MergePatch, """{"metadata":{"labels":{"on":"no"}}}""");
        await space.PatchAsync($"{space.ConfigMaps}/b", TestSpace.MergePatch, """{"data":{"key":"2"}}""");

        Assert.Equal("ADDED a", await byLabel.NextNameAsync());
        Assert.Equal("DELETED a", await byLabel.NextNameAsync());
        Assert.Equal("ADDED b", await byName.NextNameAsync());
        Assert.Equal("MODIFIED b", await byName.NextNameAsync());
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Initial_events_end_with_a_bookmark(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a");

        using var watch = await space.WatchAsync(
            $"{space.ConfigMaps}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
        );
        var first = await watch.NextNameAsync();
        var bookmark = await watch.NextAsync();
        var without = await space.GetAsync($"{space.ConfigMaps}?watch=1&sendInitialEvents=true");

        Assert.Equal("ADDED a", first);
        Assert.Equal("BOOKMARK", bookmark!["type"]!.GetValue<string>());
        Assert.Equal("true", bookmark["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]!.GetValue<string>());
        Assert.Equal(
            (
                422,
                "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
            ),
            (without.Code, without.Message)
        );
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_watch_ends_after_its_time(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);

        using var watch = await space.WatchAsync($"{space.ConfigMaps}?watch=1&timeoutSeconds=1");

        Assert.Null(await watch.NextAsync());
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Tables_and_metadata_are_watched_too(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a");
        await space.CreateAsync("b");

        using var tables = await space.WatchAsync($"{space.ConfigMaps}?watch=1", "application/json;as=Table;v=v1;g=meta.k8s.io");
        using var metadata = await space.WatchAsync(
            $"{space.ConfigMaps}?watch=1",
            "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"
        );
        var first = (await tables.NextAsync())!["object"]!;
        var second = (await tables.NextAsync())!["object"]!;
        var partial = (await metadata.NextAsync())!["object"]!;

        Assert.Equal(3, first["columnDefinitions"]!.AsArray().Count);
        Assert.Null(second["columnDefinitions"]);
        Assert.Equal("b", second["rows"]![0]!["cells"]![0]!.GetValue<string>());
        Assert.Equal(
            ("PartialObjectMetadata", "a"),
            (partial["kind"]!.GetValue<string>(), partial["metadata"]!["name"]!.GetValue<string>())
        );
        Assert.Null(partial["data"]);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_watch_of_everything_sees_every_write_once_and_in_order(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        var version = (await space.GetAsync(space.ConfigMaps)).ResourceVersion;
        using var watch = await space.WatchAsync($"{space.ConfigMaps}?watch=1&resourceVersion={version}");
        var names = Enumerable.Range(0, 50).Select(index => $"cm-{index}").ToList();

        await Task.WhenAll(names.Select(name => space.CreateAsync(name)));
        var seen = new List<JsonObject>();
        while (seen.Count < names.Count)
            seen.Add((await watch.NextAsync())!);

        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            seen.Select(item => item["object"]!["metadata"]!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal)
        );
        var versions = seen.Select(item => long.Parse(item["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>(), null)).ToList();
        Assert.Equal(versions.Order(), versions);
    }
}
