namespace NodeTasker.LocalCluster.Schema;

/// <summary>Every resource that the server knows.</summary>
internal static class ResourceCatalog
{
    public static ResourceKind ConfigMaps { get; } =
        new("", "v1", "configmaps", "configmap", "ConfigMap", ApiTypes.All["ConfigMap"]) { ShortNames = ["cm"] };

    public static ResourceKind Events { get; } =
        new("", "v1", "events", "event", "Event", ApiTypes.All["Event"])
        {
            ShortNames = ["ev"],
            SelectableFields =
            [
                "involvedObject.kind",
                "involvedObject.namespace",
                "involvedObject.name",
                "involvedObject.uid",
                "involvedObject.apiVersion",
                "involvedObject.resourceVersion",
                "involvedObject.fieldPath",
                "reason",
                "reportingComponent",
                "source",
                "type",
            ],
        };

    public static ResourceKind Namespaces { get; } =
        new("", "v1", "namespaces", "namespace", "Namespace", ApiTypes.All["Namespace"])
        {
            ShortNames = ["ns"],
            Namespaced = false,
            HasStatus = true,
            CanDeleteCollection = false,
            SelectableFields = ["status.phase"],
        };

    public static ResourceKind Nodes { get; } =
        new("", "v1", "nodes", "node", "Node", ApiTypes.All["Node"])
        {
            ShortNames = ["no"],
            Namespaced = false,
            HasStatus = true,
            SelectableFields = ["spec.unschedulable"],
        };

    public static ResourceKind Leases { get; } = new("coordination.k8s.io", "v1", "leases", "lease", "Lease", ApiTypes.All["Lease"]);

    public static ResourceKind AccessReviews { get; } =
        new(
            "authorization.k8s.io",
            "v1",
            "selfsubjectaccessreviews",
            "selfsubjectaccessreview",
            "SelfSubjectAccessReview",
            ApiTypes.All["SelfSubjectAccessReview"]
        )
        {
            Namespaced = false,
            IsStored = false,
        };

    public static IReadOnlyList<ResourceKind> All { get; } = [ConfigMaps, Events, Namespaces, Nodes, Leases, AccessReviews];

    public static ResourceKind? Find(string group, string version, string plural) =>
        All.FirstOrDefault(kind => kind.Group == group && kind.Version == version && kind.Plural == plural);
}
