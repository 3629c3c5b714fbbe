using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.ManagedFields;

/// <summary>Who writes an object, how and when.</summary>
internal sealed record FieldWrite(ResourceKind Kind, string Manager, string Subresource, bool Force, string Now);
