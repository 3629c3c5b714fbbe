using System.Net;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Tests.Servers;

namespace NodeTasker.LocalCluster.Tests;

/// <summary>What only the embedded server promises: who may use it, its options, its end.</summary>
public sealed class LocalOnlyTests
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task Nobody_gets_an_answer_without_the_token()
    {
        await using var cluster = await TestCluster.StartAsync();

        using var without = await cluster.Server.Anonymous.GetAsync("api/v1/namespaces", TestContext.Current.CancellationToken);
        using var wrong = new HttpRequestMessage(HttpMethod.Get, "api/v1/namespaces")
        {
            Headers = { { "Authorization", $"Bearer {cluster.Server.Token[..^1]}" } },
        };
        using var refused = await cluster.Server.Anonymous.SendAsync(wrong, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (without.StatusCode, refused.StatusCode));
        var status = JsonNode.Parse(await without.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(
            ("Status", "Unauthorized", 401),
            (status["kind"]!.GetValue<string>(), status["reason"]!.GetValue<string>(), status["code"]!.GetValue<int>())
        );
    }

    [Fact(Timeout = Limit)]
    public async Task The_kubeconfig_is_its_owners_alone()
    {
        await using var cluster = await TestCluster.StartAsync();

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(cluster.Server.Kubeconfig));
        Assert.Equal(("https", "127.0.0.1"), (cluster.Server.Url.Scheme, cluster.Server.Url.Host));
        Assert.Contains(
            "namespace: \"default\"",
            await File.ReadAllTextAsync(cluster.Server.Kubeconfig, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Theory(Timeout = Limit)]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Both_versions_of_HTTP_are_spoken(string version)
    {
        await using var cluster = await TestCluster.StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, "readyz")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await cluster.Server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, version), (response.StatusCode, response.Version.ToString()));
    }

    [Fact(Timeout = Limit)]
    public async Task Events_that_left_the_history_can_not_be_watched_or_listed()
    {
        await using var cluster = await TestCluster
            .StartAsync(new LocalClusterOptions { EventHistory = 5 })
            .WaitAsync(TestContext.Current.CancellationToken);
        var space = cluster.Default;
        var version = (await space.GetAsync(space.ConfigMaps)).ResourceVersion;
        for (var index = 0; index < 6; index++)
            await space.CreateAsync($"a{index}");

        using var watch = await space.WatchAsync($"{space.ConfigMaps}?watch=1&resourceVersion={version}");
        var first = await watch.NextAsync();
        var list = await space.GetAsync($"{space.ConfigMaps}?resourceVersion={version}&resourceVersionMatch=Exact");

        Assert.Equal(("ERROR", 410), (first!["type"]!.GetValue<string>(), first["object"]!["code"]!.GetValue<int>()));
        Assert.Equal(410, list.Code);
    }

    [Fact(Timeout = Limit)]
    public async Task A_watch_that_falls_behind_gets_bookmarks()
    {
        await using var cluster = await TestCluster
            .StartAsync(new LocalClusterOptions { BookmarkInterval = TimeSpan.FromMilliseconds(20) })
            .WaitAsync(TestContext.Current.CancellationToken);
        var space = cluster.Default;
        using var watch = await space.WatchAsync($"{space.ConfigMaps}?watch=1&allowWatchBookmarks=true&fieldSelector=metadata.name%3Dmine");

        var other = await space.CreateAsync("other");
        var bookmark = await watch.NextAsync();

        Assert.Equal("BOOKMARK", bookmark!["type"]!.GetValue<string>());
        Assert.Equal(
            other["metadata"]!["resourceVersion"]!.GetValue<string>(),
            bookmark["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>()
        );
    }

    [Fact(Timeout = Limit)]
    public async Task What_a_node_owned_goes_with_it()
    {
        await using var cluster = await TestCluster.StartAsync().WaitAsync(TestContext.Current.CancellationToken);
        var space = cluster.Default;
        var node = await space.PostAsync("/api/v1/nodes", """{"metadata":{"name":"n"}}""");
        var owner = $$"""{"apiVersion":"v1","kind":"Node","name":"n","uid":"{{node.Body["metadata"]!["uid"]}}"}""";
        await space.CreateAsync("owned", $""","ownerReferences":[{owner}]""");
        await space.CreateAsync("free");

        await space.DeleteAsync("/api/v1/nodes/n");
        var left = await space.GetAsync(space.ConfigMaps);

        Assert.Equal(["free"], left.Names);
    }

    [Fact(Timeout = Limit)]
    public async Task A_server_in_the_place_of_another_has_higher_versions()
    {
        string version;
        int port;
        await using (var first = await TestCluster.StartAsync())
        {
            version = (await first.Default.CreateAsync("a").WaitAsync(TestContext.Current.CancellationToken))["metadata"]![
                "resourceVersion"
            ]!.GetValue<string>();
            port = first.Server.Url.Port;
        }

        await using var second = await TestCluster.StartAsync(new LocalClusterOptions { Port = port });
        using var watch = await second.Default.WatchAsync($"{second.Default.ConfigMaps}?watch=1&resourceVersion={version}");
        var first410 = await watch.NextAsync();

        Assert.Equal(410, first410!["object"]!["code"]!.GetValue<int>());
    }

    [Fact(Timeout = Limit)]
    public async Task Open_watches_end_with_the_server()
    {
        var cluster = await TestCluster.StartAsync().WaitAsync(TestContext.Current.CancellationToken);
        using var watch = await cluster.Default.WatchAsync($"{cluster.Default.ConfigMaps}?watch=1");

        await cluster.StopAsync();

        var end = await Record.ExceptionAsync(async () => Assert.Null(await watch.NextAsync()));
        Assert.True(end is null or IOException or HttpRequestException, end?.ToString());
        await cluster.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Times_come_from_the_clock_that_was_given()
    {
        await using var cluster = await TestCluster
            .StartAsync(new LocalClusterOptions { TimeProvider = new StoppedClock(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero)) })
            .WaitAsync(TestContext.Current.CancellationToken);

        var created = await cluster.Default.CreateAsync("a");

        Assert.Equal("2030-01-02T03:04:05Z", created["metadata"]!["creationTimestamp"]!.GetValue<string>());
        Assert.Equal("2030-01-02T03:04:05Z", created["metadata"]!["managedFields"]![0]!["time"]!.GetValue<string>());
    }

    [Fact(Timeout = Limit)]
    public async Task Hundreds_of_watchers_of_their_own_object_all_see_it()
    {
        await using var cluster = await TestCluster.StartAsync().WaitAsync(TestContext.Current.CancellationToken);
        var space = cluster.Default;
        var names = Enumerable.Range(0, 300).Select(index => $"n{index}").ToList();
        var watches = await Task.WhenAll(
            names.Select(name => space.WatchAsync($"{space.ConfigMaps}?watch=1&fieldSelector=metadata.name%3D{name}"))
        );

        await Task.WhenAll(names.Select(name => space.CreateAsync(name)));
        var seen = await Task.WhenAll(watches.Select(watch => watch.NextNameAsync()));

        Assert.Equal(names.Select(name => $"ADDED {name}"), seen);
        foreach (var watch in watches)
            watch.Dispose();
    }

    [Theory(Timeout = Limit)]
    [InlineData("POST", "", "application/json", "null")]
    [InlineData("POST", "", "application/json", "[]")]
    [InlineData("POST", "", "application/json", """{"metadata":[]}""")]
    [InlineData("POST", "", "application/json", """{"kind":5}""")]
    [InlineData("POST", "", "application/json", """{"metadata":{"name":"b","generation":1.5}}""")]
    [InlineData("POST", "", "application/json", """{"metadata":{"name":"b","creationTimestamp":"T"}}""")]
    [InlineData("POST", "", "application/json", """{"metadata":{"name":"\ud83d"}}""")]
    [InlineData("POST", "", "application/json", """{"metadata":{"name":"b","finalizers":[null]}}""")]
    [InlineData("POST", "", "application/yaml", "data: &a {x: *a}\nmetadata: {name: b}\n")]
    [InlineData("POST", "", "application/yaml", "? [a]\n: b\n")]
    [InlineData("POST", "", "application/yaml", "data: *a\n")]
    [InlineData("POST", "", "application/vnd.kubernetes.protobuf", "k8s\0\u0012\u007f")]
    [InlineData("PUT", "/a", "application/json", """{"metadata":{"name":"a","managedFields":[5]}}""")]
    [InlineData("PATCH", "/a", "application/json-patch+json", "[null]")]
    [InlineData("PATCH", "/a", "application/json-patch+json", """[{"op":1}]""")]
    [InlineData("PATCH", "/a", "application/json-patch+json", """[{"op":"remove","path":"/metadata"}]""")]
    [InlineData("PATCH", "/a", "application/json-patch+json", """[{"op":"move","from":"/data","path":"/data/x"}]""")]
    [InlineData("PATCH", "/a", "application/json-patch+json", """[{"op":"replace","path":"/data","value":5}]""")]
    [InlineData("PATCH", "/a", "application/merge-patch+json", """{"metadata":null}""")]
    [InlineData("PATCH", "/a", "application/strategic-merge-patch+json", """{"$retainKeys":[1],"$patch":"delete"}""")]
    [InlineData("PATCH", "/a", "application/strategic-merge-patch+json", """{"$retainKeys":[1]}""")]
    [InlineData("PATCH", "/a", "application/strategic-merge-patch+json", """{"metadata":{"finalizers":[1]}}""")]
    [InlineData("PATCH", "/a", "application/strategic-merge-patch+json", """{"metadata":{"ownerReferences":[{"$patch":"delete"}]}}""")]
    [InlineData("PATCH", "/a?fieldManager=x", "application/apply-patch+yaml", "- a")]
    [InlineData("PATCH", "/a?fieldManager=x", "application/apply-patch+yaml", "apiVersion: v1\nkind: ConfigMap\ndata: {k: [}\n")]
    [InlineData("DELETE", "/a", "application/json", "[]")]
    [InlineData("DELETE", "/a", "application/json", """{"dryRun":[5]}""")]
    [InlineData("DELETE", "/a", "application/json", """{"preconditions":{"uid":5}}""")]
    [InlineData("GET", "?limit=x", "", "")]
    [InlineData("GET", "?continue=FF", "", "")]
    [InlineData("GET", "?fieldSelector=x", "", "")]
    [InlineData("GET", "?resourceVersion=99999999999999999999", "", "")]
    public async Task What_makes_no_sense_is_the_clients_fault_and_no_defect(string method, string place, string mediaType, string body)
    {
        await using var cluster = await TestCluster.StartAsync().WaitAsync(TestContext.Current.CancellationToken);
        var space = cluster.Default;
        await space.CreateAsync("a");

        var answer = await space.SendAsync(new HttpMethod(method), $"{space.ConfigMaps}{place}", body.Length > 0 ? body : null, mediaType);

        // A defect would also show at the end of the cluster.
        Assert.InRange(answer.Code, 400, 499);
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
