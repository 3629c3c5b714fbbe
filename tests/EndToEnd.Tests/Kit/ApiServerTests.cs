using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests.Kit;

/// <summary>The test kit's servers are what the other tests take them for.</summary>
public sealed class ApiServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_real_API_server_comes_back_on_its_port_with_its_data()
    {
        SkipWithoutEnvtest();
        await using var server = await ApiServer.StartAsync(ServerKind.Envtest, cancellationToken: TestContext.Current.CancellationToken);
        using var api = new KubeApi(server);
        await api.PostAsync(
            "api/v1/namespaces",
            JsonNode.Parse("""{"metadata":{"name":"kept"}}""")!.AsObject(),
            TestContext.Current.CancellationToken
        );
        var url = server.Url;

        await server.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => api.GetAsync("api/v1/namespaces/kept", TestContext.Current.CancellationToken));
        await server.StartAgainAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(await api.GetAsync("api/v1/namespaces/kept", TestContext.Current.CancellationToken));
        Assert.Equal(url, server.Url);
    }

    [Theory(Timeout = 120_000), InlineData(ServerKind.LocalCluster), InlineData(ServerKind.Envtest)]
    public async Task Each_request_of_others_is_counted_once_and_those_of_tests_are_not(ServerKind kind)
    {
        if (kind == ServerKind.Envtest)
            SkipWithoutEnvtest();
        await using var server = await ApiServer.StartAsync(kind, cancellationToken: TestContext.Current.CancellationToken);
        using var api = new KubeApi(server);
        using var other = new KubeApi(server, userAgent: "somebody-else");

        await api.GetAsync("api/v1/namespaces/default", TestContext.Current.CancellationToken);
        await other.GetAsync("api/v1/namespaces/default", TestContext.Current.CancellationToken);
        await other.GetAsync("api/v1/namespaces/default?pretty=true", TestContext.Current.CancellationToken);
        await other.GetAsync("api/v1/namespaces/kube-system", TestContext.Current.CancellationToken);
        using (var watching = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken))
        {
            await foreach (var _ in other.WatchAsync("api/v1/namespaces?watch=true&fieldSelector=metadata.name%3Ddefault", watching.Token))
                break;
        }

        var expected = new[]
        {
            "GET /api/v1/namespaces/default",
            "GET /api/v1/namespaces/default?pretty=true",
            "GET /api/v1/namespaces?watch=true&fieldSelector=metadata.name%3Ddefault",
        };
        var seen = await Eventually.BecomesAsync(
            "all are in the log",
            () => server.RequestsOfOthers("default"),
            requests => requests.Count >= expected.Length,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(expected.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = 120_000), InlineData(ServerKind.LocalCluster), InlineData(ServerKind.Envtest)]
    public async Task The_kubeconfig_is_one_that_kubectl_takes(ServerKind kind)
    {
        Assert.SkipWhen(Kubectl.WhyUnavailable is not null, Kubectl.WhyUnavailable ?? "");
        if (kind == ServerKind.Envtest)
            SkipWithoutEnvtest();
        await using var server = await ApiServer.StartAsync(kind, cancellationToken: TestContext.Current.CancellationToken);
        using var kubectl = new Kubectl(server, "default");

        await kubectl.ShellAsync("kubectl create ns mine", TestContext.Current.CancellationToken);

        Assert.Equal("namespace/mine\n", await kubectl.ShellAsync("kubectl get ns mine -o name", TestContext.Current.CancellationToken));
    }

    private static void SkipWithoutEnvtest()
    {
        var reason = ApiServer.WhyUnavailable(ServerKind.Envtest);
        Assert.SkipWhen(reason is not null, reason ?? "");
    }
}
