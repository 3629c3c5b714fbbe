using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Routes;

/// <summary>What the server itself puts into objects.</summary>
internal static class ObjectDefaults
{
    /// <summary>Fields of a kind that have defaults.</summary>
    public static void Apply(ResourceKind kind, JsonObject value)
    {
        value["kind"] = kind.Kind;
        value["apiVersion"] = kind.ApiVersion;
        if (kind != ResourceCatalog.Namespaces)
            return;

        if (value.Metadata()["labels"] is not JsonObject labels)
            value.Metadata()["labels"] = labels = [];
        if (value.Name().Length > 0)
            labels["kubernetes.io/metadata.name"] = value.Name();
        if (value["spec"] is not JsonObject { Count: > 0 })
            value["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
        if (value["status"] is not JsonObject { Count: > 0 })
            value["status"] = new JsonObject { ["phase"] = "Active" };
    }

    /// <summary>What makes an object a new one.</summary>
    public static void Stamp(JsonObject value, string now)
    {
        var metadata = value.Metadata();
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = now;
        foreach (var field in (string[])["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion"])
            metadata.Remove(field);
    }
}
