namespace NodeTasker.LocalCluster.Schema;

/// <summary>A resource that is served: where, as what, and of which type.</summary>
internal sealed record ResourceKind(string Group, string Version, string Plural, string Singular, string Kind, TypeSchema.Struct Type)
{
    public bool Namespaced { get; init; } = true;

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Whether there is a <c>/status</c> subresource.</summary>
    public bool HasStatus { get; init; }

    public bool CanDeleteCollection { get; init; } = true;

    /// <summary>False for reviews, which are answered and forgotten.</summary>
    public bool IsStored { get; init; } = true;

    /// <summary>Fields beside name and namespace that field selectors may use.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The name in messages and the storage: <c>configmaps</c>, <c>leases.coordination.k8s.io</c>.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    /// <summary>Where its objects lie; two groups can show the same objects.</summary>
    public string StorageName => Plural;

    public IReadOnlyList<string> Verbs =>
        !IsStored ? ["create"]
        : CanDeleteCollection ? ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
        : ["create", "delete", "get", "list", "patch", "update", "watch"];
}
