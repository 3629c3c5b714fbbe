namespace NodeTasker.LocalCluster.Objects;

/// <summary>A resource that is served: where, and as what.</summary>
internal sealed record ResourceKind(string Group, string Plural, string Kind)
{
    public static ResourceKind ConfigMaps { get; } = new("", "configmaps", "ConfigMap") { ShortNames = ["cm"] };

    public static ResourceKind Events { get; } =
        new("", "events", "Event")
        {
            ShortNames = ["ev"],
            SelectableFields =
            [
                "involvedObject.kind",
                "involvedObject.namespace",
                "involvedObject.name",
                "involvedObject.uid",
                "reason",
                "reportingComponent",
                "source",
                "type",
            ],
        };

    public static ResourceKind Namespaces { get; } =
        new("", "namespaces", "Namespace")
        {
            ShortNames = ["ns"],
            IsNamespaced = false,
            HasStatus = true,
            SelectableFields = ["status.phase"],
        };

    public static ResourceKind Nodes { get; } =
        new("", "nodes", "Node")
        {
            ShortNames = ["no"],
            IsNamespaced = false,
            HasStatus = true,
            SelectableFields = ["spec.unschedulable"],
        };

    public static ResourceKind Leases { get; } = new("coordination.k8s.io", "leases", "Lease");

    public static ResourceKind AccessReviews { get; } =
        new("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview") { IsNamespaced = false };

    public static IReadOnlyList<ResourceKind> All { get; } = [ConfigMaps, Events, Namespaces, Nodes, Leases, AccessReviews];

    public Shape Shape { get; } = Shapes.OfKind(Kind);

    public bool IsNamespaced { get; init; } = true;

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Whether there is a <c>/status</c> subresource.</summary>
    public bool HasStatus { get; init; }

    /// <summary>Fields beside name and namespace that field selectors may use.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary>False for reviews, which are answered and forgotten.</summary>
    public bool IsStored => Kind != "SelfSubjectAccessReview";

    public bool CanDeleteCollection => IsStored && Kind != "Namespace";

    public string ApiVersion => Group.Length == 0 ? "v1" : $"{Group}/v1";

    /// <summary>The path below which it is served: <c>/api/v1</c>, <c>/apis/GROUP/v1</c>.</summary>
    public string Root => Group.Length == 0 ? "/api/v1" : $"/apis/{Group}/v1";

    /// <summary>The name in messages: <c>leases.coordination.k8s.io</c>.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    public IEnumerable<string> Verbs =>
        !IsStored ? ["create"]
        : CanDeleteCollection ? ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
        : ["create", "delete", "get", "list", "patch", "update", "watch"];

    public bool Equals(ResourceKind? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Kind.GetHashCode(StringComparison.Ordinal);
}
