using System.Text.Json.Nodes;
using static NodeTasker.EndToEnd.Tests.Security.TestObjects;

namespace NodeTasker.EndToEnd.Tests.Security;

/// <summary>One object of the table: where it is, and what a write of it would be.</summary>
/// <param name="Title">The table's name for it.</param>
/// <param name="Collection">The path of its collection.</param>
/// <param name="Body">The object.</param>
/// <param name="Verbs">What is asked about it.</param>
internal sealed record Target(string Title, string Collection, JsonObject Body, string Verbs = Target.AllVerbs)
{
    public const string AllVerbs = "get list watch create update patch delete";
    private const string Core = "api/v1/namespaces/node-tasker";
    private const string Leases = "apis/coordination.k8s.io/v1/namespaces/node-tasker/leases";
    private const string Rbac = "apis/rbac.authorization.k8s.io/v1";

    public static IReadOnlyList<Target> All { get; } =
    [
        new("the task", $"{Core}/configmaps", ConfigMap("node-tasker")),
        new("result of A", $"{Core}/configmaps", Result(SecuredCluster.NodeA)),
        new("result of B", $"{Core}/configmaps", Result(SecuredCluster.NodeB)),
        new("summary", $"{Core}/configmaps", ConfigMap("node-tasker-results")),
        new("history", $"{Core}/configmaps", ConfigMap("node-tasker-history")),
        new("ledger of grants", $"{Core}/configmaps", ConfigMap("node-tasker-grants")),
        new("other ConfigMap", $"{Core}/configmaps", ConfigMap("node-tasker-test-other")),
        new("other, labelled as result", $"{Core}/configmaps", LabelledAsResult(), "create"),
        new("grant of A", Leases, Lease($"node-tasker-grant-{SecuredCluster.NodeA}")),
        new("leader Lease", Leases, Lease("node-tasker-controller")),
        new("Secret", $"{Core}/secrets", Object("v1", "Secret", "node-tasker-test-secret")),
        new("agent's pod", $"{Core}/pods", Pod(PodOf(SecuredCluster.NodeA))),
        new(
            "DaemonSet of agents",
            "apis/apps/v1/namespaces/node-tasker/daemonsets",
            Object("apps/v1", "DaemonSet", "node-tasker-agent"),
            "get list watch patch delete"
        ),
        new("new pod", $"{Core}/pods", Pod("node-tasker-test-pod"), "create"),
        new("new Deployment", "apis/apps/v1/namespaces/node-tasker/deployments", Deployment(), "create"),
        new("token of agents", $"{Core}/serviceaccounts/node-tasker-agent/token", TokenRequest("node-tasker-agent"), "create"),
        new(
            "token of the controller",
            $"{Core}/serviceaccounts/node-tasker-controller/token",
            TokenRequest("node-tasker-controller"),
            "create"
        ),
        new("Secret that is a token", $"{Core}/secrets", TokenSecret(), "create"),
        new("all results at once", $"{Core}/configmaps", Result(SecuredCluster.NodeA), "deletecollection"),
        new("Node A", "api/v1/nodes", Object("v1", "Node", SecuredCluster.NodeA, null), "get list watch patch delete"),
        new("Event", $"{Core}/events", Event(), "list create"),
        new(
            "Role",
            $"{Rbac}/namespaces/node-tasker/roles",
            Object("rbac.authorization.k8s.io/v1", "Role", "node-tasker-agent"),
            "get patch delete"
        ),
        new(
            "policy",
            "apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
            Object("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "node-tasker-agent", null),
            "get patch delete"
        ),
    ];

    private string Name => Body["metadata"]!["name"]!.GetValue<string>();

    /// <summary>Where the object itself is.</summary>
    public string Path => $"{Collection}/{Name}";

    /// <summary>The request that is <paramref name="verb"/>; writes are dry runs.</summary>
    /// <param name="verb">One of <see cref="AllVerbs"/>.</param>
    /// <param name="current">The object as it is; an update of another version is refused before anybody asks for rights.</param>
    public (HttpMethod Method, string Path, JsonNode? Body, string ContentType) Request(string verb, JsonNode? current) =>
        verb switch
        {
            "get" => (HttpMethod.Get, Path, null, ""),
            "list" => (HttpMethod.Get, $"{Collection}?fieldSelector=metadata.name%3D{Name}", null, ""),
            "watch" => (
                HttpMethod.Get,
                $"{Collection}?watch=1&timeoutSeconds=1&resourceVersion=0&fieldSelector=metadata.name%3D{Name}",
                null,
                ""
            ),
            "create" => (HttpMethod.Post, $"{Collection}?dryRun=All", Body.DeepClone(), "application/json"),
            "update" => (HttpMethod.Put, $"{Path}?dryRun=All", Annotated(current!.DeepClone()), "application/json"),
            "patch" => (
                HttpMethod.Patch,
                $"{Path}?dryRun=All",
                Annotated(new JsonObject { ["metadata"] = new JsonObject() }),
                "application/merge-patch+json"
            ),
            "delete" => (HttpMethod.Delete, $"{Path}?dryRun=All", null, ""),
            "deletecollection" => (
                HttpMethod.Delete,
                $"{Collection}?dryRun=All&labelSelector=app.kubernetes.io%2Fcomponent%3Dresult",
                null,
                ""
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "No such verb."),
        };

    private static JsonNode Annotated(JsonNode body)
    {
        body["metadata"]!["annotations"] = new JsonObject { ["node-tasker.io/probe"] = "1" };
        return body;
    }

    private static JsonObject LabelledAsResult()
    {
        var body = Result(SecuredCluster.NodeB);
        body["metadata"]!["name"] = "node-tasker-test-other";
        return body;
    }

    private static JsonObject Deployment()
    {
        var body = Object("apps/v1", "Deployment", "node-tasker-test-deployment");
        var labels = new JsonObject { ["app"] = "test" };
        body["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = labels },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = labels.DeepClone() },
                ["spec"] = new JsonObject
                {
                    ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "registry.invalid/c" }),
                },
            },
        };
        return body;
    }

    private static JsonObject TokenSecret()
    {
        var body = Object("v1", "Secret", "node-tasker-test-token");
        body["metadata"]!["annotations"] = new JsonObject { ["kubernetes.io/service-account.name"] = "node-tasker-controller" };
        body["type"] = "kubernetes.io/service-account-token";
        return body;
    }

    private static JsonObject TokenRequest(string serviceAccount) =>
        new()
        {
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["kind"] = "TokenRequest",
            ["metadata"] = new JsonObject { ["name"] = serviceAccount },
            ["spec"] = new JsonObject { ["expirationSeconds"] = 3600 },
        };

    private static JsonObject Event()
    {
        var body = Object("v1", "Event", "node-tasker-test-event");
        body["involvedObject"] = new JsonObject
        {
            ["kind"] = "ConfigMap",
            ["namespace"] = "node-tasker",
            ["name"] = "node-tasker",
        };
        body["reason"] = "Probe";
        body["type"] = "Normal";
        return body;
    }
}
