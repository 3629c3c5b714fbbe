using NodeTasker.LocalCluster.Tests.Servers;

namespace NodeTasker.LocalCluster.Tests;

/// <summary>Lists: selectors, pages, versions and representations.</summary>
public sealed class ListTests(ServerFixture servers)
{
    private const int Limit = 60_000;
    private const string TableType = "application/json;as=Table;v=v1;g=meta.k8s.io";

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local, "x=1", "a")]
    [InlineData(ServerKind.Local, "x!=1", "b,c")]
    [InlineData(ServerKind.Local, "x in (1,2)", "a,b")]
    [InlineData(ServerKind.Local, "x notin (1,2)", "c")]
    [InlineData(ServerKind.Local, "!x", "c")]
    [InlineData(ServerKind.Local, "x,y=z", "b")]
    [InlineData(ServerKind.Local, "x>1", "b")]
    [InlineData(ServerKind.Real, "x=1", "a")]
    [InlineData(ServerKind.Real, "x!=1", "b,c")]
    [InlineData(ServerKind.Real, "x in (1,2)", "a,b")]
    [InlineData(ServerKind.Real, "x notin (1,2)", "c")]
    [InlineData(ServerKind.Real, "!x", "c")]
    [InlineData(ServerKind.Real, "x,y=z", "b")]
    [InlineData(ServerKind.Real, "x>1", "b")]
    public async Task Labels_select(ServerKind server, string selector, string expected)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a", ""","labels":{"x":"1"}""");
        await space.CreateAsync("b", ""","labels":{"x":"2","y":"z"}""");
        await space.CreateAsync("c");

        var list = await space.GetAsync($"{space.ConfigMaps}?labelSelector={Uri.EscapeDataString(selector)}");

        Assert.Equal(expected, string.Join(',', list.Names));
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Fields_select_and_unknown_ones_are_refused(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a");
        await space.CreateAsync("b");

        var one = await space.GetAsync($"{space.ConfigMaps}?fieldSelector=metadata.name%3Db");
        var others = await space.GetAsync($"{space.ConfigMaps}?fieldSelector=metadata.name!%3Db");
        var everywhere = await space.GetAsync($"/api/v1/configmaps?fieldSelector=metadata.namespace%3D{space.Name}");
        var unknown = await space.GetAsync($"{space.ConfigMaps}?fieldSelector=data.x%3D1");
        var broken = await space.GetAsync($"{space.ConfigMaps}?labelSelector=a+b+c");

        Assert.Equal(["b"], one.Names);
        Assert.Equal(["a"], others.Names);
        Assert.Equal(["a", "b"], everywhere.Names);
        Assert.Equal(
            (400, "\"data.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""),
            (unknown.Code, unknown.Message)
        );
        Assert.Equal(400, broken.Code);
        Assert.StartsWith("unable to parse requirement: ", broken.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Pages_show_the_list_as_it_was_at_the_first(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        foreach (var name in (string[])["a", "b", "c"])
            await space.CreateAsync(name);

        var first = await space.GetAsync($"{space.ConfigMaps}?limit=2");
        await space.DeleteAsync($"{space.ConfigMaps}/c");
        await space.CreateAsync("d");
        var next = first.Body["metadata"]!["continue"]!.GetValue<string>();
        var second = await space.GetAsync($"{space.ConfigMaps}?limit=2&continue={next}");
        var broken = await space.GetAsync($"{space.ConfigMaps}?continue=x");

        Assert.Equal(["a", "b"], first.Names);
        Assert.Equal(1, first.Body["metadata"]!["remainingItemCount"]!.GetValue<int>());
        Assert.Equal(["c"], second.Names);
        Assert.Null(second.Body["metadata"]!["continue"]);
        Assert.Equal(
            (400, "invalid continue token: continue key is not valid: illegal base64 data at input byte 0"),
            (broken.Code, broken.Message)
        );
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_list_can_be_asked_for_at_a_version(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a");
        var then = (await space.GetAsync(space.ConfigMaps)).ResourceVersion;
        await space.CreateAsync("b");

        var exact = await space.GetAsync($"{space.ConfigMaps}?resourceVersion={then}&resourceVersionMatch=Exact");
        var notOlder = await space.GetAsync($"{space.ConfigMaps}?resourceVersion={then}&resourceVersionMatch=NotOlderThan");
        var tooOld = await space.GetAsync($"{space.ConfigMaps}?resourceVersion=1&resourceVersionMatch=Exact");
        var noVersion = await space.GetAsync($"{space.ConfigMaps}?resourceVersionMatch=Exact");
        var broken = await space.GetAsync($"{space.ConfigMaps}?resourceVersion=x");

        Assert.Equal(["a"], exact.Names);
        Assert.Equal(then, exact.ResourceVersion);
        Assert.Equal(["a", "b"], notOlder.Names);
        Assert.Equal((410, "Expired"), (tooOld.Code, tooOld.Reason));
        Assert.Equal(
            (
                422,
                "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"
            ),
            (noVersion.Code, noVersion.Message)
        );
        Assert.Equal(400, broken.Code);
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task A_table_has_the_columns_of_its_kind(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a");
        var node = $"{space.Name}-node";
        await space.PostAsync(
            "/api/v1/nodes",
            $$$$"""{"metadata":{"name":"{{{{node}}}}","labels":{"node-role.kubernetes.io/worker":""}}}"""
        );

        var list = await space.GetAsync(space.ConfigMaps, TableType);
        var one = await space.GetAsync($"{space.ConfigMaps}/a", $"{TableType},application/json");
        var nodes = await space.GetAsync($"/api/v1/nodes/{node}", TableType);

        Assert.Equal("Table", list.Body["kind"]!.GetValue<string>());
        Assert.Equal(
            ["Name", "Data", "Age"],
            list.Body["columnDefinitions"]!.AsArray().Select(column => column!["name"]!.GetValue<string>())
        );
        Assert.Equal("a", list.Body["rows"]![0]!["cells"]![0]!.GetValue<string>());
        Assert.Equal(1, list.Body["rows"]![0]!["cells"]![1]!.GetValue<int>());
        Assert.Equal("PartialObjectMetadata", one.Body["rows"]![0]!["object"]!["kind"]!.GetValue<string>());
        Assert.Equal(
            ["Name", "Status", "Roles", "Age", "Version"],
            nodes.Body["columnDefinitions"]!
                .AsArray()
                .Where(column => column!["priority"]!.GetValue<int>() == 0)
                .Select(column => column!["name"]!.GetValue<string>())
        );
        Assert.Equal("worker", nodes.Body["rows"]![0]!["cells"]![2]!.GetValue<string>());
    }

    [Theory(Timeout = Limit)]
    [InlineData(ServerKind.Local)]
    [InlineData(ServerKind.Real)]
    public async Task Metadata_can_be_had_alone(ServerKind server)
    {
        var space = await servers.OpenAsync(server).WaitAsync(TestContext.Current.CancellationToken);
        await space.CreateAsync("a");

        var list = await space.GetAsync(space.ConfigMaps, "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io");
        var one = await space.GetAsync($"{space.ConfigMaps}/a", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io");

        Assert.Equal(
            ("PartialObjectMetadataList", "PartialObjectMetadata"),
            (list.Body["kind"]!.GetValue<string>(), one.Body["kind"]!.GetValue<string>())
        );
        Assert.Equal(["a"], list.Names);
        Assert.Null(one.Body["data"]);
    }
}
