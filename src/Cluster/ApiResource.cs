using System.Text.Json.Serialization.Metadata;
using k8s.Models;

namespace NodeTasker.Cluster;

/// <summary>A kind of object and where the API server has it.</summary>
/// <param name="Kind">As objects say it: <c>ConfigMap</c>.</param>
/// <param name="GroupVersion">The path of its group and version: <c>api/v1</c>.</param>
/// <param name="Plural">As paths say it: <c>configmaps</c>.</param>
/// <param name="Json">How one of them is read.</param>
/// <param name="ListJson">How a list of them is read.</param>
public sealed record ApiResource<T>(
    string Kind,
    string GroupVersion,
    string Plural,
    JsonTypeInfo<T> Json,
    JsonTypeInfo<ApiList<T>> ListJson
)
{
    /// <summary>The path of a collection; a null namespace is the whole cluster.</summary>
    internal string PathOf(string? ns) =>
        ns is null ? $"{GroupVersion}/{Plural}" : $"{GroupVersion}/namespaces/{Uri.EscapeDataString(ns)}/{Plural}";
}

/// <summary>The kinds that are followed.</summary>
public static class ApiResources
{
    public static ApiResource<V1ConfigMap> ConfigMaps { get; } =
        new("ConfigMap", "api/v1", "configmaps", ApiJson.Default.V1ConfigMap, ApiJson.Default.ApiListV1ConfigMap);

    public static ApiResource<V1Node> Nodes { get; } =
        new("Node", "api/v1", "nodes", ApiJson.Default.V1Node, ApiJson.Default.ApiListV1Node);

    public static ApiResource<V1Lease> Leases { get; } =
        new("Lease", "apis/coordination.k8s.io/v1", "leases", ApiJson.Default.V1Lease, ApiJson.Default.ApiListV1Lease);
}

/// <summary>A list as the API server answers it; of metadata alone, an empty one has null for its items.</summary>
public sealed record ApiList<T>(V1ListMeta? Metadata, IReadOnlyList<T?>? Items);
