using System.Text.Json;
using k8s.Models;

namespace NodeTasker.Cluster;

/// <summary>Metadata in .NET's types.</summary>
public static class ObjectMetadata
{
    /// <summary>A time of the API, which is UTC.</summary>
    public static DateTimeOffset? AsUtc(this DateTime? time) =>
        time is { } known ? new DateTimeOffset(DateTime.SpecifyKind(known, DateTimeKind.Utc)) : null;

    /// <summary>Its condition <c>Ready</c>, and since when; nulls where it has none.</summary>
    public static (string? Status, DateTimeOffset? Time) ReadyCondition(this V1Node node) =>
        node.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready") is { } ready
            ? (ready.Status, ready.LastTransitionTime.AsUtc())
            : default;

    /// <summary>Who wrote which fields, and when; empty when the API server keeps no record of it.</summary>
    public static IEnumerable<(string? Manager, DateTimeOffset? Time, JsonElement Fields)> FieldWrites(this V1ObjectMeta? metadata) =>
        from entry in metadata?.ManagedFields ?? []
        where entry?.FieldsV1 is JsonElement
        select ((string?)entry.Manager, entry.Time.AsUtc(), (JsonElement)entry.FieldsV1);
}
