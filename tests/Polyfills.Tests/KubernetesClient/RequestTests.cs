using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace NodeTasker.Polyfills.Tests.KubernetesClient;

public sealed class RequestTests
{
    private static readonly V1Patch _patch = new(new V1ConfigMap { Data = new Dictionary<string, string> { ["a"] = "b" } }, V1Patch.PatchType.MergePatch);

    private static readonly Dictionary<string, Func<IKubernetes, CancellationToken, Task>> _calls = new()
    {
        ["GET /api/v1/namespaces/ns/configmaps/n"] = (c, t) => c.CoreV1.ReadNamespacedConfigMapAsync("n", "ns", cancellationToken: t),
        ["GET /api/v1/namespaces/ns/configmaps/n?pretty=true"] = (c, t) => c.CoreV1.ReadNamespacedConfigMapAsync("n", "ns", pretty: true, cancellationToken: t),
        ["GET /api/v1/namespaces/ns/configmaps?allowWatchBookmarks=true&continue=c%2F1&fieldSelector=metadata.name%3Dn&labelSelector=a%20in%20%28b%2Cc%29&limit=5&resourceVersion=7&resourceVersionMatch=Exact&sendInitialEvents=false&shardSelector=s&timeoutSeconds=9"] =
            (c, t) => c.CoreV1.ListNamespacedConfigMapAsync("ns", true, "c/1", "metadata.name=n", "a in (b,c)", 5, "7", "Exact", false, "s", 9, cancellationToken: t),
        ["GET /api/v1/configmaps?limit=1"] = (c, t) => c.CoreV1.ListConfigMapForAllNamespacesAsync(limit: 1, cancellationToken: t),
        ["POST /api/v1/namespaces/ns/configmaps?dryRun=All&fieldManager=m&fieldValidation=Strict"] = (c, t) => c.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap(), "ns", "All", "m", "Strict", cancellationToken: t),
        ["PUT /api/v1/namespaces/ns/configmaps/n"] = (c, t) => c.CoreV1.ReplaceNamespacedConfigMapAsync(new V1ConfigMap(), "n", "ns", cancellationToken: t),
        ["PATCH /api/v1/namespaces/ns/configmaps/n?fieldManager=m&force=true"] = (c, t) => c.CoreV1.PatchNamespacedConfigMapAsync(_patch, "n", "ns", fieldManager: "m", force: true, cancellationToken: t),
        ["DELETE /api/v1/namespaces/ns/configmaps/n?gracePeriodSeconds=0&propagationPolicy=Background"] = (c, t) => c.CoreV1.DeleteNamespacedConfigMapAsync("n", "ns", gracePeriodSeconds: 0, propagationPolicy: "Background", cancellationToken: t),
        ["GET /api/v1/nodes/n"] = (c, t) => c.CoreV1.ReadNodeAsync("n", cancellationToken: t),
        ["GET /api/v1/nodes"] = (c, t) => c.CoreV1.ListNodeAsync(cancellationToken: t),
        ["POST /api/v1/nodes"] = (c, t) => c.CoreV1.CreateNodeAsync(new V1Node(), cancellationToken: t),
        ["PATCH /api/v1/nodes/n"] = (c, t) => c.CoreV1.PatchNodeAsync(_patch, "n", cancellationToken: t),
        ["PATCH /api/v1/nodes/n/status"] = (c, t) => c.CoreV1.PatchNodeStatusAsync(_patch, "n", cancellationToken: t),
        ["DELETE /api/v1/nodes/n"] = (c, t) => c.CoreV1.DeleteNodeAsync("n", cancellationToken: t),
        ["GET /api/v1/namespaces/n"] = (c, t) => c.CoreV1.ReadNamespaceAsync("n", cancellationToken: t),
        ["GET /api/v1/namespaces"] = (c, t) => c.CoreV1.ListNamespaceAsync(cancellationToken: t),
        ["POST /api/v1/namespaces"] = (c, t) => c.CoreV1.CreateNamespaceAsync(new V1Namespace(), cancellationToken: t),
        ["GET /api/v1/namespaces/ns/pods/n"] = (c, t) => c.CoreV1.ReadNamespacedPodAsync("n", "ns", cancellationToken: t),
        ["GET /api/v1/namespaces/ns/pods"] = (c, t) => c.CoreV1.ListNamespacedPodAsync("ns", cancellationToken: t),
        ["GET /api/v1/pods"] = (c, t) => c.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: t),
        ["POST /api/v1/namespaces/ns/pods"] = (c, t) => c.CoreV1.CreateNamespacedPodAsync(new V1Pod(), "ns", cancellationToken: t),
        ["GET /api/v1/namespaces/ns/secrets/n"] = (c, t) => c.CoreV1.ReadNamespacedSecretAsync("n", "ns", cancellationToken: t),
        ["POST /api/v1/namespaces/ns/events"] = (c, t) => c.CoreV1.CreateNamespacedEventAsync(new Corev1Event(), "ns", cancellationToken: t),
        ["POST /api/v1/namespaces/ns/serviceaccounts"] = (c, t) => c.CoreV1.CreateNamespacedServiceAccountAsync(new V1ServiceAccount(), "ns", cancellationToken: t),
        ["POST /api/v1/namespaces/ns/serviceaccounts/n/token"] = (c, t) => c.CoreV1.CreateNamespacedServiceAccountTokenAsync(new Authenticationv1TokenRequest(), "n", "ns", cancellationToken: t),
        ["POST /apis/events.k8s.io/v1/namespaces/ns/events"] = (c, t) => c.EventsV1.CreateNamespacedEventAsync(new Eventsv1Event(), "ns", cancellationToken: t),
        ["GET /apis/coordination.k8s.io/v1/namespaces/ns/leases/n"] = (c, t) => c.CoordinationV1.ReadNamespacedLeaseAsync("n", "ns", cancellationToken: t),
        ["GET /apis/coordination.k8s.io/v1/namespaces/ns/leases"] = (c, t) => c.CoordinationV1.ListNamespacedLeaseAsync("ns", cancellationToken: t),
        ["POST /apis/coordination.k8s.io/v1/namespaces/ns/leases"] = (c, t) => c.CoordinationV1.CreateNamespacedLeaseAsync(new V1Lease(), "ns", cancellationToken: t),
        ["PUT /apis/coordination.k8s.io/v1/namespaces/ns/leases/n"] = (c, t) => c.CoordinationV1.ReplaceNamespacedLeaseAsync(new V1Lease(), "n", "ns", cancellationToken: t),
        ["PATCH /apis/coordination.k8s.io/v1/namespaces/ns/leases/n"] = (c, t) => c.CoordinationV1.PatchNamespacedLeaseAsync(_patch, "n", "ns", cancellationToken: t),
        ["DELETE /apis/coordination.k8s.io/v1/namespaces/ns/leases/n"] = (c, t) => c.CoordinationV1.DeleteNamespacedLeaseAsync("n", "ns", cancellationToken: t),
        ["POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews"] = (c, t) => c.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(new V1SelfSubjectAccessReview(), cancellationToken: t),
        ["POST /apis/authentication.k8s.io/v1/tokenreviews"] = (c, t) => c.AuthenticationV1.CreateTokenReviewAsync(new V1TokenReview(), cancellationToken: t),
        ["GET /version"] = (c, t) => c.Version.GetCodeAsync(cancellationToken: t),
        ["GET /api/v1/namespaces/ns/configmaps/..%2F..%2Fsecrets%2Fx%3Fwatch%3Dtrue%23"] = (c, t) => c.CoreV1.ReadNamespacedConfigMapAsync("../../secrets/x?watch=true#", "ns", cancellationToken: t),
    };

    public static TheoryData<string> Calls => [.. _calls.Keys];

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Calls))]
    public async Task Each_operation_has_the_methods_and_addresses_of_the_API(string expected)
    {
        await using var server = StandInServer.Answering("{}");
        using var client = server.Client();

        await _calls[expected](client, TestContext.Current.CancellationToken);

        var request = Assert.Single(server.Requests);
        Assert.Equal(expected, request.Method + " " + request.Target);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_name_that_would_address_something_else_is_refused_before_anything_is_sent(string name)
    {
        await using var server = StandInServer.Answering("{}");
        using var client = server.Client();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => client.CoreV1.DeleteNamespacedConfigMapAsync(name, "ns", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Empty(server.Requests);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_body_is_JSON_without_the_members_that_are_null()
    {
        await using var server = StandInServer.Answering("{}");
        using var client = server.Client();
        var configMap = new V1ConfigMap
        {
            ApiVersion = "v1",
            Metadata = new V1ObjectMeta { Name = "n", NamespaceProperty = "ns" },
            Data = new Dictionary<string, string> { ["Key"] = "\"ü<'" },
            BinaryData = new Dictionary<string, byte[]> { ["b"] = [1, 2, 255] },
        };

        await client.CoreV1.CreateNamespacedConfigMapAsync(configMap, "ns", cancellationToken: TestContext.Current.CancellationToken);

        var request = Assert.Single(server.Requests);
        Assert.Equal("application/json; charset=utf-8", request.Header("Content-Type"));
        Assert.Equal("""{"apiVersion":"v1","binaryData":{"b":"AQL/"},"data":{"Key":"\"ü<'"},"metadata":{"name":"n","namespace":"ns"}}""", request.Body);
    }

    public static TheoryData<object, string> Patches => new()
    {
        { "data: {a: b}", "data: {a: b}" },
        { new V1ConfigMap { Kind = "ConfigMap" }, """{"kind":"ConfigMap"}""" },
        { new JsonObject { ["data"] = new JsonObject { ["a"] = null } }, """{"data":{"a":null}}""" },
        { System.Text.Json.JsonDocument.Parse("""{"a":[1,2]}"""), """{"a":[1,2]}""" },
        { new Dictionary<string, object> { ["x"] = new Dictionary<string, string> { ["y"] = "z" } }, """{"x":{"y":"z"}}""" },
    };

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Patches))]
    public async Task A_patch_is_sent_as_the_text_or_as_the_JSON_of_its_content(object content, string expected)
    {
        await using var server = StandInServer.Answering("{}");
        using var client = server.Client();

        await client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch(content, V1Patch.PatchType.ApplyPatch), "n", "ns", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(expected, Assert.Single(server.Requests).Body);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(V1Patch.PatchType.JsonPatch, "application/json-patch+json")]
    [InlineData(V1Patch.PatchType.MergePatch, "application/merge-patch+json")]
    [InlineData(V1Patch.PatchType.StrategicMergePatch, "application/strategic-merge-patch+json")]
    [InlineData(V1Patch.PatchType.ApplyPatch, "application/apply-patch+yaml")]
    public async Task Each_kind_of_patch_has_its_content_type(V1Patch.PatchType type, string expected)
    {
        await using var server = StandInServer.Answering("{}");
        using var client = server.Client();

        await client.CoreV1.PatchNodeAsync(new V1Patch("{}", type), "n", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(expected, Assert.Single(server.Requests).Header("Content-Type")!.Split(';')[0]);
    }

    [Fact]
    public void A_patch_needs_a_content_and_a_kind()
    {
        Assert.Throws<ArgumentNullException>(() => new V1Patch(null, V1Patch.PatchType.JsonPatch));
        Assert.Throws<ArgumentException>(() => new V1Patch("", V1Patch.PatchType.Unknown));
    }

    [Fact(Timeout = 30_000)]
    public async Task Credentials_user_agent_own_headers_and_a_path_below_the_host_are_sent()
    {
        await using var server = StandInServer.Answering("""{"gitVersion":"v1.36.4"}""");
        using var client = new Kubernetes(new KubernetesClientConfiguration { Host = server.Url + "/clusters/one", AccessToken = "secret", UserAgent = "node-tasker/1" });
        var headers = new Dictionary<string, IReadOnlyList<string>> { ["Impersonate-User"] = ["agent"] };

        using var response = await ((IKubernetes)client).Version.GetCodeWithHttpMessagesAsync(headers, TestContext.Current.CancellationToken);

        var request = Assert.Single(server.Requests);
        Assert.Equal("/clusters/one/version", request.Target);
        Assert.Equal("Bearer secret", request.Header("Authorization"));
        Assert.Equal("node-tasker/1", request.Header("User-Agent"));
        Assert.Equal("agent", request.Header("Impersonate-User"));
        Assert.Equal("v1.36.4", response.Body.GitVersion);
    }

    [Fact(Timeout = 30_000)]
    public async Task Handlers_and_the_transport_setup_take_part_first_handler_outermost()
    {
        await using var server = StandInServer.Answering("{}");
        var order = new List<string>();
        var configuration = new KubernetesClientConfiguration { Host = server.Url, Username = "u", Password = "p", FirstMessageHandlerSetup = _ => order.Add("transport") };
        using var client = new Kubernetes(configuration, new RecordingHandler("outer", order), new RecordingHandler("inner", order));

        await client.CoreV1.ListNodeAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["transport", "outer", "inner"], order);
        Assert.Equal("Basic dTpw", Assert.Single(server.Requests).Header("Authorization"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_call_that_outlasts_its_timeout_is_cancelled_though_the_caller_did_not()
    {
        await using var server = new StandInServer((_, _, token) => Task.Delay(Timeout.Infinite, token));
        using var client = server.Client(configuration => configuration.HttpClientTimeout = TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.CoreV1.ReadNodeAsync("n", cancellationToken: TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(404, "NotFound")]
    [InlineData(409, "Conflict")]
    [InlineData(410, "Gone")]
    [InlineData(500, "InternalServerError")]
    public async Task An_error_carries_the_status_code_the_headers_and_the_body(int status, string name)
    {
        var body = $$"""{"kind":"Status","message":"it is so","reason":"Whatever","code":{{status}}}""";
        await using var server = StandInServer.Answering(body, status, "Retry-After: 7\r\n");
        using var client = server.Client();

        var error = await Assert.ThrowsAsync<HttpOperationException>(() => client.CoreV1.ReplaceNamespacedConfigMapAsync(new V1ConfigMap { Kind = "K" }, "n", "ns", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(status, (int)error.Response.StatusCode);
        Assert.Equal(body, error.Response.Content);
        Assert.Equal(["7"], error.Response.Headers["Retry-After"]);
        Assert.Equal("""{"kind":"K"}""", error.Request.Content);
        Assert.Equal("/api/v1/namespaces/ns/configmaps/n", error.Request.RequestUri.AbsolutePath);
        Assert.Equal(HttpMethod.Put, error.Request.Method);
        Assert.Equal($"Operation returned an invalid status code '{name}', response body {body}", error.Message);
        Assert.Equal("it is so", KubernetesJson.Deserialize<V1Status>(error.Response.Content).Message);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_server_that_is_not_there_is_an_HttpRequestException()
    {
        var server = StandInServer.Answering("{}");
        using var client = server.Client();
        await server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.CoreV1.ReadNodeAsync("n", cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_answer_that_is_not_JSON_is_a_JsonException()
    {
        await using var server = StandInServer.Answering("<html>");
        using var client = server.Client();

        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(() => client.CoreV1.ReadNodeAsync("n", cancellationToken: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("10.0.0.1")]
    [InlineData("ftp://x")]
    public void A_host_that_is_no_URL_is_refused(string? host)
        => Assert.Throws<k8s.Exceptions.KubeConfigException>(() => new Kubernetes(new KubernetesClientConfiguration { Host = host }));

    private sealed class RecordingHandler(string name, List<string> order) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            order.Add(name);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
