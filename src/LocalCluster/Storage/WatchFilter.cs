using NodeTasker.LocalCluster.Schema;
using NodeTasker.LocalCluster.Selectors;

namespace NodeTasker.LocalCluster.Storage;

/// <summary>Which objects a list or watch is about. An empty namespace is every namespace.</summary>
internal sealed record WatchFilter(ResourceKind Kind, string Namespace, LabelSelector Labels, FieldSelector Fields)
{
    /// <summary>The one name that can match, if there is just one.</summary>
    public string? Name { get; } = Fields.ExactName;

    public bool Matches(StoredObject candidate) =>
        (Namespace.Length == 0 || candidate.Namespace == Namespace)
        && (Name is null || candidate.Name == Name)
        && Labels.Matches(candidate.Labels)
        && Fields.Matches(candidate);
}
