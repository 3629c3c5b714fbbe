using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Patch;

/// <summary>JSON merge patch, RFC 7396: objects are merged, null removes, anything else replaces.</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject nested)
                target[name] = Apply(Detach(target, name) as JsonObject ?? [], nested);
            else
                target[name] = value.DeepClone();
        }

        return target;
    }

    /// <summary>Takes a child out of its parent, so that it can be put back changed.</summary>
    private static JsonNode? Detach(JsonObject parent, string name)
    {
        var child = parent[name];
        parent.Remove(name);
        return child;
    }
}
