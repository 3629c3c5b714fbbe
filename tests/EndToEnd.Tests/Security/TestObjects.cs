using System.Text.Json.Nodes;

namespace NodeTasker.EndToEnd.Tests.Security;

/// <summary>One object of each kind, and users who are bound to the operator roles.</summary>
internal static class TestObjects
{
    public const string Runner = "node-tasker-test-runner";
    public const string Viewer = "node-tasker-test-viewer";
    public const string Editor = "node-tasker-test-editor";
    public const string Administrator = "node-tasker-test-administrator";

    /// <summary>What the tests have added to a cluster that is not theirs, unless it was there before.</summary>
    public static IReadOnlyList<string> Leftovers { get; } =
    [
        $"api/v1/nodes/{SecuredCluster.NodeA}",
        $"api/v1/nodes/{SecuredCluster.NodeB}",
        .. new[]
        {
            $"node-tasker-results-{SecuredCluster.NodeA}",
            $"node-tasker-results-{SecuredCluster.NodeB}",
            "node-tasker-test-other",
            "node-tasker-results",
            "node-tasker-history",
            "node-tasker-grants",
        }.Select(name => $"api/v1/namespaces/node-tasker/configmaps/{name}"),
        $"apis/coordination.k8s.io/v1/namespaces/node-tasker/leases/node-tasker-grant-{SecuredCluster.NodeA}",
        "api/v1/namespaces/node-tasker/secrets/node-tasker-test-secret",
        $"api/v1/namespaces/node-tasker/pods/{PodOf(SecuredCluster.NodeA)}",
        .. new[] { Runner, Viewer, Editor, Administrator }.Select(user =>
            $"apis/rbac.authorization.k8s.io/v1/namespaces/node-tasker/rolebindings/{user}"
        ),
        .. new[] { Runner, Viewer }.Select(user => $"apis/rbac.authorization.k8s.io/v1/clusterrolebindings/{user}"),
        .. new[] { "edit", "admin" }.Select(role => $"apis/rbac.authorization.k8s.io/v1/clusterroles/{NamespaceRoles.CopyOf(role)}"),
    ];

    public static string Yaml { get; } =
        $$"""
            # YAML from the first line on: kubectl takes what begins with a brace for JSON alone.
            {{Node(SecuredCluster.NodeA)}}
            ---
            {{Node(SecuredCluster.NodeB)}}
            ---
            {{Result(SecuredCluster.NodeA)}}
            ---
            {{Result(SecuredCluster.NodeB)}}
            ---
            {{ConfigMap("node-tasker-results")}}
            ---
            {{ConfigMap("node-tasker-history")}}
            ---
            {{ConfigMap("node-tasker-grants")}}
            ---
            {{ConfigMap("node-tasker-test-other")}}
            ---
            {{Lease($"node-tasker-grant-{SecuredCluster.NodeA}")}}
            ---
            {{Lease("node-tasker-controller")}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: node-tasker-test-secret, namespace: node-tasker}
            ---
            {{Pod(PodOf(SecuredCluster.NodeA))}}
            ---
            {{Binding(Runner, "Role", "node-tasker-runner")}}
            ---
            {{Binding(Viewer, "Role", "node-tasker-viewer")}}
            ---
            {{ClusterBinding(Runner)}}
            ---
            {{ClusterBinding(Viewer)}}
            """;

    /// <summary>Binds the users of the columns `edit` and `admin`, in the namespace, to the cluster's own ClusterRoles of these names, or to copies where it has none.</summary>
    public static string NamespaceBindings(bool areThere) =>
        string.Join(
            "\n---\n",
            [
                .. areThere ? Array.Empty<string>() : [NamespaceRoles.Copies],
                Binding(Editor, "ClusterRole", areThere ? "edit" : NamespaceRoles.CopyOf("edit")),
                Binding(Administrator, "ClusterRole", areThere ? "admin" : NamespaceRoles.CopyOf("admin")),
            ]
        );

    public static string PodOf(string node) => $"agent-on-{node}";

    public static JsonObject ConfigMap(string name) => Object("v1", "ConfigMap", name);

    public static JsonObject Result(string node)
    {
        var result = ConfigMap($"node-tasker-results-{node}");
        result["metadata"]!["labels"] = new JsonObject
        {
            ["node-tasker.io/node"] = node,
            ["node-tasker.io/task"] = "node-tasker",
            ["app.kubernetes.io/component"] = "result",
        };
        result["data"] = new JsonObject
        {
            ["node"] = node,
            ["phase"] = "Succeeded",
            ["run"] = "0123456789ab",
        };
        return result;
    }

    public static JsonObject Lease(string name) => Object("coordination.k8s.io/v1", "Lease", name);

    public static JsonObject Pod(string name)
    {
        var pod = Object("v1", "Pod", name);
        pod["spec"] = new JsonObject
        {
            ["nodeName"] = SecuredCluster.NodeA,
            ["serviceAccountName"] = "node-tasker-agent",
            ["containers"] = new JsonArray(new JsonObject { ["name"] = "agent", ["image"] = "registry.invalid/agent" }),
        };
        return pod;
    }

    public static JsonObject Object(string apiVersion, string kind, string name, string? ns = "node-tasker")
    {
        var metadata = new JsonObject { ["name"] = name };
        if (ns is not null)
            metadata["namespace"] = ns;
        return new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["metadata"] = metadata,
        };
    }

    private static string Node(string name) => Object("v1", "Node", name, null).ToJsonString();

    private static string Binding(string user, string kind, string role) =>
        $$"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: {{user}}, namespace: node-tasker}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: {{kind}}, name: {{role}}}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: {{user}}}]
            """;

    private static string ClusterBinding(string user) =>
        $$"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: {{user}}}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: node-tasker-nodes}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: {{user}}}]
            """;
}
