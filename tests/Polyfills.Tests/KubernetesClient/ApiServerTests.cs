using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace NodeTasker.Polyfills.Tests.KubernetesClient;

/// <summary>What the stand-in can't prove: that a real API server understands the client, and the client it.</summary>
public sealed class ApiServerTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_ConfigMap_is_created_read_replaced_listed_and_deleted()
    {
        using var client = server.Client();
        var created = await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("crud", ("task", "echo \"ü\" '<&>'\n")), "default", cancellationToken: Token);
        created.BinaryData = new Dictionary<string, byte[]> { ["b"] = [0, 255] };
        created.SetLabel("a", "b");

        var replaced = await client.CoreV1.ReplaceNamespacedConfigMapAsync(created, "crud", "default", cancellationToken: Token);
        var read = await client.CoreV1.ReadNamespacedConfigMapAsync("crud", "default", cancellationToken: Token);
        var listed = await client.CoreV1.ListNamespacedConfigMapAsync("default", labelSelector: "a=b", cancellationToken: Token);
        var status = await client.CoreV1.DeleteNamespacedConfigMapAsync("crud", "default", cancellationToken: Token);

        Assert.Equal("echo \"ü\" '<&>'\n", read.Data["task"]);
        Assert.Equal<byte>([0, 255], read.BinaryData["b"]);
        Assert.Equal(replaced.ResourceVersion(), read.ResourceVersion());
        Assert.NotEqual(created.ResourceVersion(), replaced.ResourceVersion());
        Assert.Equal(DateTimeKind.Utc, read.CreationTimestamp()!.Value.Kind);
        Assert.Equal("crud", Assert.Single(listed.Items).Name());
        Assert.Equal("Success", status.Status);
        Assert.Equal("crud", status.Details.Name);
    }

    [Fact(Timeout = 60_000)]
    public async Task Server_side_apply_creates_updates_and_reports_conflicts()
    {
        using var client = server.Client();
        V1Patch Apply(string value) => new(ConfigMap("applied", ("key", value)), V1Patch.PatchType.ApplyPatch);

        await client.CoreV1.PatchNamespacedConfigMapAsync(Apply("1"), "applied", "default", fieldManager: "one", force: true, cancellationToken: Token);
        var conflict = await Assert.ThrowsAsync<HttpOperationException>(() => client.CoreV1.PatchNamespacedConfigMapAsync(Apply("2"), "applied", "default", fieldManager: "two", cancellationToken: Token));
        var forced = await client.CoreV1.PatchNamespacedConfigMapAsync(Apply("2"), "applied", "default", fieldManager: "two", force: true, cancellationToken: Token);

        Assert.Equal(HttpStatusCode.Conflict, conflict.Response.StatusCode);
        var cause = Assert.Single(KubernetesJson.Deserialize<V1Status>(conflict.Response.Content).Details.Causes);
        Assert.Equal(".data.key", cause.Field);
        Assert.Equal("2", forced.Data["key"]);
        Assert.Contains(forced.Metadata.ManagedFields, entry => entry.Manager == "two" && entry.FieldsV1.ToString()!.Contains("f:key", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Merge_and_JSON_patches_are_applied()
    {
        using var client = server.Client();
        await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("patched", ("a", "1"), ("b", "2")), "default", cancellationToken: Token);

        await client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"data":{"a":null}}""", V1Patch.PatchType.MergePatch), "patched", "default", cancellationToken: Token);
        var patched = await client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""[{"op":"add","path":"/data/c","value":"3"}]""", V1Patch.PatchType.JsonPatch), "patched", "default", cancellationToken: Token);

        Assert.Equal(["b", "c"], patched.Data.Keys.Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task Errors_carry_the_servers_Status()
    {
        using var client = server.Client();
        var created = await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("twice"), "default", cancellationToken: Token);
        await client.CoreV1.ReplaceNamespacedConfigMapAsync(created with { Data = new Dictionary<string, string> { ["a"] = "b" } }, "twice", "default", cancellationToken: Token);

        async Task<(HttpStatusCode, string)> ErrorOf(Func<Task> call)
        {
            var error = await Assert.ThrowsAsync<HttpOperationException>(call);
            return (error.Response.StatusCode, KubernetesJson.Deserialize<V1Status>(error.Response.Content).Reason);
        }

        Assert.Equal((HttpStatusCode.NotFound, "NotFound"), await ErrorOf(() => client.CoreV1.ReadNamespacedConfigMapAsync("missing", "default", cancellationToken: Token)));
        Assert.Equal((HttpStatusCode.NotFound, "NotFound"), await ErrorOf(() => client.CoreV1.ReadNamespacedConfigMapAsync("../../nodes", "default", cancellationToken: Token)));
        Assert.Equal((HttpStatusCode.Conflict, "AlreadyExists"), await ErrorOf(() => client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("twice"), "default", cancellationToken: Token)));
        Assert.Equal((HttpStatusCode.Conflict, "Conflict"), await ErrorOf(() => client.CoreV1.ReplaceNamespacedConfigMapAsync(created, "twice", "default", cancellationToken: Token)));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Invalid"), await ErrorOf(() => client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("Bad_Name"), "default", cancellationToken: Token)));
        Assert.Equal((HttpStatusCode.Gone, "Expired"), await ErrorOf(() => client.CoreV1.ListNamespacedConfigMapAsync("default", resourceVersion: "1", resourceVersionMatch: "Exact", cancellationToken: Token)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watch_sees_what_happens_to_one_object()
    {
        using var client = server.Client();
        var created = await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("watched", ("task", "0")), "default", cancellationToken: Token);
        await using var events = client.CoreV1.WatchListNamespacedConfigMapAsync("default", fieldSelector: "metadata.name=watched", resourceVersion: created.ResourceVersion(), allowWatchBookmarks: true, cancellationToken: Token).GetAsyncEnumerator(Token);

        var big = new string('x', 900 * 1024);
        await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("unrelated"), "default", cancellationToken: Token);
        await client.CoreV1.ReplaceNamespacedConfigMapAsync(ConfigMap("watched", ("task", big)), "watched", "default", cancellationToken: Token);
        await client.CoreV1.DeleteNamespacedConfigMapAsync("watched", "default", cancellationToken: Token);

        Assert.True(await events.MoveNextAsync());
        Assert.Equal(WatchEventType.Modified, events.Current.Item1);
        Assert.Equal(big, events.Current.Item2.Data["task"]);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(WatchEventType.Deleted, events.Current.Item1);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watch_from_too_old_a_version_tells_410_and_ends()
    {
        using var client = server.Client();
        var errors = new List<Exception>();

        var events = await client.CoreV1.WatchListNamespacedConfigMapAsync("default", resourceVersion: "1", onError: errors.Add, cancellationToken: Token).ToListAsync(Token);

        Assert.Empty(events);
        Assert.Equal(410, Assert.IsType<KubernetesException>(Assert.Single(errors)).Status.Code);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watch_list_ends_its_initial_events_with_a_bookmark()
    {
        using var client = server.Client();
        await client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("initial"), "default", cancellationToken: Token);

        var types = new List<WatchEventType>();
        await foreach (var (type, item) in client.CoreV1.WatchListNamespacedConfigMapAsync("default", fieldSelector: "metadata.name=initial", sendInitialEvents: true, resourceVersionMatch: "NotOlderThan", allowWatchBookmarks: true, cancellationToken: Token))
        {
            types.Add(type);
            if (item.GetAnnotation("k8s.io/initial-events-end") == "true") break;
        }

        Assert.Equal([WatchEventType.Added, WatchEventType.Bookmark], types);
    }

    [Fact(Timeout = 60_000)]
    public async Task Leases_keep_their_microseconds_and_events_are_accepted()
    {
        using var client = server.Client();
        var time = new DateTime(2026, 8, 4, 1, 2, 3, DateTimeKind.Utc).AddMicroseconds(456);
        var lease = new V1Lease { Metadata = new V1ObjectMeta { Name = "grant" }, Spec = new V1LeaseSpec { HolderIdentity = "run", LeaseDurationSeconds = 15, RenewTime = time } };

        await client.CoordinationV1.CreateNamespacedLeaseAsync(lease, "default", cancellationToken: Token);
        var read = await client.CoordinationV1.ReadNamespacedLeaseAsync("grant", "default", cancellationToken: Token);
        var about = new V1ObjectReference { ApiVersion = "v1", Kind = "ConfigMap", Name = "x", NamespaceProperty = "default" };
        var core = await client.CoreV1.CreateNamespacedEventAsync(new Corev1Event { Metadata = new V1ObjectMeta { GenerateName = "e-" }, InvolvedObject = about, Reason = "Started", Message = "m", Type = "Normal", FirstTimestamp = time }, "default", cancellationToken: Token);
        var modern = await client.EventsV1.CreateNamespacedEventAsync(new Eventsv1Event { Metadata = new V1ObjectMeta { GenerateName = "e-" }, Regarding = about, Action = "Run", Reason = "Started", ReportingController = "node-tasker.io/agent", ReportingInstance = "n", Type = "Normal", EventTime = time }, "default", cancellationToken: Token);

        Assert.Equal(time, read.Spec.RenewTime);
        Assert.StartsWith("e-", core.Name(), StringComparison.Ordinal);
        Assert.Equal(time, modern.EventTime);
        Assert.True((await client.CoordinationV1.DeleteNamespacedLeaseAsync("grant", "default", cancellationToken: Token)).Status == "Success");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_bound_service_account_token_says_which_node_it_is_for_and_what_it_may_do()
    {
        using var client = server.Client();
        await client.CoreV1.CreateNodeAsync(new V1Node { Metadata = new V1ObjectMeta { Name = "w1" } }, cancellationToken: Token);
        await client.CoreV1.CreateNamespacedServiceAccountAsync(new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = "agent" } }, "default", cancellationToken: Token);
        var pod = await client.CoreV1.CreateNamespacedPodAsync(
            new V1Pod { Metadata = new V1ObjectMeta { Name = "agent-w1" }, Spec = new V1PodSpec { NodeName = "w1", ServiceAccountName = "agent", Containers = [new V1Container { Name = "agent", Image = "agent" }] } },
            "default",
            cancellationToken: Token);
        var request = new Authenticationv1TokenRequest
        {
            Spec = new V1TokenRequestSpec { Audiences = ["https://kubernetes.default.svc"], ExpirationSeconds = 3600, BoundObjectRef = new V1BoundObjectReference { ApiVersion = "v1", Kind = "Pod", Name = pod.Name(), Uid = pod.Uid() } },
        };

        var token = await client.CoreV1.CreateNamespacedServiceAccountTokenAsync(request, "agent", "default", cancellationToken: Token);
        var configuration = server.Configuration();
        (configuration.ClientCertificateData, configuration.ClientCertificateKeyData, configuration.ClientCertificateFilePath, configuration.ClientKeyFilePath) = (null, null, null, null);
        (configuration.TokenProvider, configuration.AccessToken) = (null, token.Status.Token);
        using var agent = new Kubernetes(configuration);
        var review = await client.AuthenticationV1.CreateTokenReviewAsync(new V1TokenReview { Spec = new V1TokenReviewSpec { Token = token.Status.Token } }, cancellationToken: Token);
        var access = await agent.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(
            new V1SelfSubjectAccessReview { Spec = new V1SelfSubjectAccessReviewSpec { ResourceAttributes = new V1ResourceAttributes { Verb = "get", Resource = "secrets", NamespaceProperty = "default" } } }, cancellationToken: Token);

        Assert.True(review.Status.Authenticated);
        Assert.Equal("system:serviceaccount:default:agent", review.Status.User.Username);
        Assert.Equal(["w1"], review.Status.User.Extra["authentication.kubernetes.io/node-name"]);
        Assert.False(access.Status.Allowed);
        var refused = await Assert.ThrowsAsync<HttpOperationException>(() => agent.CoreV1.ReadNamespacedSecretAsync("x", "default", cancellationToken: Token));
        Assert.Equal(HttpStatusCode.Forbidden, refused.Response.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nodes_namespaces_and_the_version_are_read()
    {
        using var client = server.Client();
        await client.CoreV1.CreateNodeAsync(new V1Node { Metadata = new V1ObjectMeta { Name = "w2", Labels = new Dictionary<string, string> { ["role"] = "worker" } } }, cancellationToken: Token);
        await client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "tasks" } }, cancellationToken: Token);

        await client.CoreV1.PatchNodeStatusAsync(new V1Patch("""{"status":{"conditions":[{"type":"Ready","status":"True"}],"allocatable":{"memory":"2048Mi"}}}""", V1Patch.PatchType.StrategicMergePatch), "w2", cancellationToken: Token);
        var nodes = await client.CoreV1.ListNodeAsync(labelSelector: "role=worker", cancellationToken: Token);
        var version = await client.Version.GetCodeAsync(cancellationToken: Token);

        var node = Assert.Single(nodes.Items);
        Assert.Equal("Ready", Assert.Single(node.Status.Conditions).Type);
        Assert.Equal(new ResourceQuantity("2Gi"), node.Status.Allocatable["memory"]);
        Assert.Equal("Active", (await client.CoreV1.ReadNamespaceAsync("tasks", cancellationToken: Token)).Status.Phase);
        Assert.Equal("1", version.Major);
    }

    private static V1ConfigMap ConfigMap(string name, params (string Key, string Value)[] data) => new()
    {
        ApiVersion = "v1",
        Kind = "ConfigMap",
        Metadata = new V1ObjectMeta { Name = name },
        Data = data.ToDictionary(pair => pair.Key, pair => pair.Value),
    };
}
