using System.Globalization;
using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Tables;

/// <summary>The metadata of a list and of a bookmark.</summary>
internal static class ListMetadata
{
    public static JsonObject Create(long resourceVersion, string? next = null, long? remaining = null)
    {
        var metadata = new JsonObject { ["resourceVersion"] = resourceVersion.ToString(CultureInfo.InvariantCulture) };
        if (next is not null)
            metadata["continue"] = next;
        if (remaining is not null)
            metadata["remainingItemCount"] = remaining;
        return metadata;
    }

    public static JsonObject OfBookmark(long resourceVersion, bool endsInitialEvents)
    {
        var metadata = Create(resourceVersion);
        if (endsInitialEvents)
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        return metadata;
    }
}
