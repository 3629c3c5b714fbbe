using System.Text;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Validation;

/// <summary>What a ConfigMap must obey: its keys, 1 MiB in all, and no change once immutable.</summary>
internal static class ConfigMapRules
{
    private const int DataLimit = 1024 * 1024;

    public static IEnumerable<FieldError> Check(JsonObject value)
    {
        var size = 0;
        var binary = value["binaryData"] as JsonObject;
        foreach (var (key, text) in value.TextMap("data"))
        {
            foreach (var rule in NameRules.ConfigMapKey(key))
                yield return FieldError.Invalid($"data[{key}]", key, rule);
            if (binary?.ContainsKey(key) is true)
                yield return FieldError.Invalid($"data[{key}]", key, "duplicate of key present in binaryData");
            size += Encoding.UTF8.GetByteCount(text);
        }

        foreach (var (key, text) in value.TextMap("binaryData"))
        {
            foreach (var rule in NameRules.ConfigMapKey(key))
                yield return FieldError.Invalid($"binaryData[{key}]", key, rule);
            size += Convert.FromBase64String(text).Length;
        }

        if (size > DataLimit)
            yield return FieldError.TooLong("[]", "", DataLimit);
    }

    public static IEnumerable<FieldError> CheckUpdate(JsonObject value, JsonObject old)
    {
        if (old["immutable"]?.GetValue<bool>() is not true)
            yield break;
        if (value["immutable"]?.GetValue<bool>() is not true)
            yield return FieldError.Forbidden("immutable", "field is immutable when `immutable` is set");
        foreach (var field in (string[])["data", "binaryData"])
        {
            if (!JsonNode.DeepEquals(value[field], old[field]))
                yield return FieldError.Forbidden(field, "field is immutable when `immutable` is set");
        }
    }
}
