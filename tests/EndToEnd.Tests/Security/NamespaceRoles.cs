namespace NodeTasker.EndToEnd.Tests.Security;

/// <summary>
/// What Kubernetes' own ClusterRoles <c>edit</c> and <c>admin</c> let their holder do in a namespace (as of 1.36), for API servers that don't have them. A cluster that has them is asked with its own.
/// </summary>
internal static class NamespaceRoles
{
    private const string Read = "verbs: [get, list, watch]";
    private const string Write = "verbs: [create, update, patch, delete, deletecollection]";
    private const string Both = "verbs: [get, list, watch, create, update, patch, delete, deletecollection]";

    private const string View = $$"""
        - {apiGroups: [""], resources: [configmaps, endpoints, persistentvolumeclaims, persistentvolumeclaims/status, pods, pods/log, pods/status, replicationcontrollers, replicationcontrollers/scale, replicationcontrollers/status, serviceaccounts, services, services/status], {{Read}}}
        - {apiGroups: [""], resources: [bindings, events, limitranges, namespaces, namespaces/status, resourcequotas, resourcequotas/status], {{Read}}}
        - {apiGroups: [apps], resources: [controllerrevisions, daemonsets, daemonsets/status, deployments, deployments/scale, deployments/status, replicasets, replicasets/scale, replicasets/status, statefulsets, statefulsets/scale, statefulsets/status], {{Read}}}
        - {apiGroups: [batch], resources: [jobs, jobs/status, cronjobs, cronjobs/status], {{Read}}}
        - {apiGroups: [autoscaling], resources: [horizontalpodautoscalers, horizontalpodautoscalers/status], {{Read}}}
        - {apiGroups: [policy], resources: [poddisruptionbudgets, poddisruptionbudgets/status], {{Read}}}
        - {apiGroups: [networking.k8s.io], resources: [ingresses, ingresses/status, networkpolicies], {{Read}}}
        - {apiGroups: [discovery.k8s.io], resources: [endpointslices], {{Read}}}
        """;

    private const string Edit = $$"""
        - {apiGroups: [""], resources: [pods/attach, pods/exec, pods/portforward, pods/proxy, secrets, services/proxy], {{Both}}}
        - {apiGroups: [""], resources: [configmaps, events, persistentvolumeclaims, pods, replicationcontrollers, replicationcontrollers/scale, serviceaccounts, services], {{Write}}}
        - {apiGroups: [""], resources: [pods/eviction, serviceaccounts/token], verbs: [create]}
        - {apiGroups: [""], resources: [serviceaccounts], verbs: [impersonate]}
        - {apiGroups: [apps], resources: [daemonsets, deployments, deployments/rollback, deployments/scale, replicasets, replicasets/scale, statefulsets, statefulsets/scale], {{Write}}}
        - {apiGroups: [batch], resources: [jobs, cronjobs], {{Write}}}
        - {apiGroups: [autoscaling], resources: [horizontalpodautoscalers], {{Write}}}
        - {apiGroups: [policy], resources: [poddisruptionbudgets], {{Write}}}
        - {apiGroups: [networking.k8s.io], resources: [ingresses, networkpolicies], {{Write}}}
        - {apiGroups: [coordination.k8s.io], resources: [leases], {{Both}}}
        """;

    private const string Admin = $$"""
        - {apiGroups: [authorization.k8s.io], resources: [localsubjectaccessreviews], verbs: [create]}
        - {apiGroups: [rbac.authorization.k8s.io], resources: [roles, rolebindings], {{Both}}}
        """;

    /// <summary>The names of the copies, by the role's own name.</summary>
    public static string CopyOf(string role) => $"node-tasker-test-{role}";

    /// <summary>Both as ClusterRoles under names of the tests.</summary>
    public static string Copies { get; } = $"{Role("edit", View, Edit)}\n---\n{Role("admin", View, Edit, Admin)}";

    private static string Role(string name, params string[] rules) =>
        $$"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: {{CopyOf(name)}}}
            rules:
            {{string.Join('\n', rules)}}
            """;
}
