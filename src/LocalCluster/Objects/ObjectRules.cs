using System.Text;
using System.Text.Json.Nodes;
using NodeTasker.TaskModel;

namespace NodeTasker.LocalCluster.Objects;

/// <summary>What an object must obey before it is stored.</summary>
internal static class ObjectRules
{
    private const int AnnotationsLimit = 256 * 1024;
    private const int DataLimit = 1024 * 1024;

    private const string QualifiedPattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string LabelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string ConsistOf = "consist of alphanumeric characters, '-', '_' or '.'";
    private const string Ends = "and must start and end with an alphanumeric character";
    private const string UsedPattern = "regex used for validation is";

    private const string SubdomainRule =
        $"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', {Ends} "
        + @$"(e.g. 'example.com', {UsedPattern} '{LabelPattern}(\.{LabelPattern})*')";

    private const string QualifiedRule =
        $"name part must {ConsistOf}, {Ends} (e.g. 'MyName',  or 'my.name',  or '123-abc', {UsedPattern} '{QualifiedPattern}')";

    private const string LabelRule =
        $"a valid label must be an empty string or {ConsistOf}, {Ends} "
        + $"(e.g. 'MyValue',  or 'my_value',  or '12345', {UsedPattern} '({QualifiedPattern})?')";

    private const string KeyRule =
        $"a valid config key must {ConsistOf} (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', {UsedPattern} '[-._a-zA-Z0-9]+')";

    public static IEnumerable<FieldError> Check(ResourceKind kind, JsonObject value) =>
        Name(kind, value.Name())
            .Concat(Owners(value.Metadata()))
            .Concat(Each(value.Finalizers(), "metadata.finalizers", name => KubernetesName.IsLabelKey(name), QualifiedRule))
            .Concat(Labels(value.Metadata()))
            .Concat(Annotations(value.Metadata()))
            .Concat(
                kind.Kind switch
                {
                    "ConfigMap" => Data(value),
                    "Lease" => Lease(value),
                    _ => [],
                }
            );

    public static IEnumerable<FieldError> CheckUpdate(ResourceKind kind, JsonObject value, JsonObject old)
    {
        foreach (var field in (string[])["name", "namespace"])
        {
            if (value.Meta(field) != old.Meta(field))
                yield return FieldError.Invalid($"metadata.{field}", value.Meta(field), "field is immutable");
        }

        if (old.Meta("deletionTimestamp").Length > 0 && value.Finalizers().Except(old.Finalizers()).Any())
            yield return FieldError.Forbidden("metadata.finalizers", "no new finalizers can be added if the object is being deleted");

        if (kind.Kind == "ConfigMap" && old.Text("immutable") == "true")
        {
            foreach (var field in (string[])["immutable", "data", "binaryData"])
            {
                if (!JsonNode.DeepEquals(value[field], old[field]))
                    yield return FieldError.Forbidden(field, "field is immutable when `immutable` is set");
            }
        }

        foreach (var error in Check(kind, value))
            yield return error;
    }

    private static IEnumerable<FieldError> Name(ResourceKind kind, string name)
    {
        if (name.Length == 0)
            yield return FieldError.Required("metadata.name", "name or generateName is required");
        else if (kind.Kind == "Namespace" && (name.Length > KubernetesName.MaxLabel || name.Contains('.')))
            yield return FieldError.Invalid(
                "metadata.name",
                name,
                "a namespace's name is a lowercase RFC 1123 label of at most 63 characters"
            );
        else if (!KubernetesName.IsSubdomain(name))
            yield return FieldError.Invalid("metadata.name", name, SubdomainRule);
    }

    private static IEnumerable<FieldError> Owners(JsonObject metadata) =>
        from owner in metadata.Objects("ownerReferences")
        from required in (string[])["apiVersion", "kind", "name", "uid"]
        where owner.Text(required).Length == 0
        select FieldError.Invalid($"metadata.ownerReferences.{required}", "", "must not be empty");

    private static IEnumerable<FieldError> Labels(JsonObject metadata) =>
        Each(
                metadata.TextMap("labels").Select(label => label.Key),
                "metadata.labels",
                name => KubernetesName.IsLabelKey(name),
                QualifiedRule
            )
            .Concat(
                Each(
                    metadata.TextMap("labels").Select(label => label.Value),
                    "metadata.labels",
                    text => KubernetesName.IsLabelValue(text),
                    LabelRule
                )
            );

    private static IEnumerable<FieldError> Annotations(JsonObject metadata)
    {
        var annotations = metadata.TextMap("annotations").ToList();
        foreach (var (key, _) in annotations.Where(entry => !KubernetesName.IsLabelKey(entry.Key.ToLowerInvariant())))
            yield return FieldError.Invalid("metadata.annotations", key, QualifiedRule);
        if (annotations.Sum(entry => Encoding.UTF8.GetByteCount(entry.Key) + Encoding.UTF8.GetByteCount(entry.Value)) > AnnotationsLimit)
            yield return FieldError.TooLong("metadata.annotations", AnnotationsLimit);
    }

    private static IEnumerable<FieldError> Data(JsonObject value)
    {
        var size = 0;
        foreach (var field in (string[])["data", "binaryData"])
        {
            foreach (var (key, text) in value.TextMap(field))
            {
                if (FindKeyRule(key) is { } rule)
                    yield return FieldError.Invalid($"{field}[{key}]", key, rule);
                if (field == "data" && (value["binaryData"] as JsonObject)?.ContainsKey(key) is true)
                    yield return FieldError.Invalid($"data[{key}]", key, "duplicate of key present in binaryData");
                size += field == "data" ? Encoding.UTF8.GetByteCount(text) : Convert.FromBase64String(text).Length;
            }
        }

        if (size > DataLimit)
            yield return FieldError.TooLong("[]", DataLimit);
    }

    /// <summary>What a key of a ConfigMap breaks.</summary>
    private static string? FindKeyRule(string key) =>
        key switch
        {
            "." or ".." => $"must not be '{key}'",
            _ when key.StartsWith("..", StringComparison.Ordinal) => "must not start with '..'",
            { Length: > KubernetesName.MaxSubdomain } => "must be no more than 253 bytes",
            _ when key.Length == 0 || !key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') => KeyRule,
            _ => null,
        };

    private static IEnumerable<FieldError> Lease(JsonObject value)
    {
        if (value["spec"]!["leaseDurationSeconds"]?.GetValue<long>() <= 0)
            yield return FieldError.Invalid(
                "spec.leaseDurationSeconds",
                value.Text("spec", "leaseDurationSeconds"),
                "must be greater than 0"
            );
        if (value["spec"]!["leaseTransitions"]?.GetValue<long>() < 0)
            yield return FieldError.Invalid(
                "spec.leaseTransitions",
                value.Text("spec", "leaseTransitions"),
                "must be greater than or equal to 0"
            );
        if (value["spec"]!["holderIdentity"]?.GetValue<string>() is "")
            yield return FieldError.Invalid("spec.holderIdentity", "", "must not be empty");
    }

    private static IEnumerable<FieldError> Each(IEnumerable<string> texts, string field, Func<string, bool> isValid, string rule) =>
        texts.Where(text => !isValid(text)).Select(text => FieldError.Invalid(field, text, rule));
}
