using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Patching;

/// <summary>JSON merge patch, RFC 7396: objects are merged, null removes, anything else replaces.</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            var current = target[name];
            target.Remove(name);
            if (value is JsonObject nested)
                target[name] = Apply(current as JsonObject ?? [], nested);
            else if (value is not null)
                target[name] = value.DeepClone();
        }

        return target;
    }
}
