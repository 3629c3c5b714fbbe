using System.Text;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Validation;

/// <summary>What the metadata of every object must obey.</summary>
internal static class MetadataRules
{
    private const int AnnotationsLimit = 256 * 1024;

    public static IEnumerable<FieldError> Check(ResourceKind kind, JsonObject value)
    {
        if (value.Name().Length == 0)
        {
            yield return FieldError.Required("metadata.name", "name or generateName is required");
        }
        else
        {
            var rules = kind == ResourceCatalog.Namespaces ? NameRules.DnsLabel(value.Name()) : NameRules.Subdomain(value.Name());
            foreach (var rule in rules)
                yield return FieldError.Invalid("metadata.name", value.Name(), rule);
        }

        foreach (var error in Owners(value).Concat(Finalizers(value)).Concat(Labels(value)).Concat(Annotations(value)))
            yield return error;
    }

    public static IEnumerable<FieldError> CheckUpdate(JsonObject value, JsonObject old)
    {
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp"])
        {
            if (value.Meta(field) != old.Meta(field))
                return [FieldError.Invalid($"metadata.{field}", value.Meta(field), "field is immutable")];
        }

        var added = FinalizersOf(value).Except(FinalizersOf(old)).ToList();
        return old.Meta("deletionTimestamp").Length > 0 && added.Count > 0
            ?
            [
                FieldError.Forbidden(
                    "metadata.finalizers",
                    $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(FieldError.Quote))}}}"
                ),
            ]
            : [];
    }

    private static IEnumerable<FieldError> Labels(JsonObject value)
    {
        foreach (var (key, label) in value.Metadata().TextMap("labels"))
        {
            foreach (var rule in NameRules.QualifiedName(key))
                yield return FieldError.Invalid("metadata.labels", key, rule);
            foreach (var rule in NameRules.LabelValue(label))
                yield return FieldError.Invalid("metadata.labels", label, rule);
        }
    }

    private static IEnumerable<FieldError> Annotations(JsonObject value)
    {
        var size = 0;
        foreach (var (key, text) in value.Metadata().TextMap("annotations"))
        {
            foreach (var rule in NameRules.QualifiedName(key.ToLowerInvariant()))
                yield return FieldError.Invalid("metadata.annotations", key, rule);
            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(text);
        }

        if (size > AnnotationsLimit)
            yield return FieldError.TooLong("metadata.annotations", "", AnnotationsLimit);
    }

    private static IEnumerable<FieldError> Owners(JsonObject value)
    {
        if (value.Metadata()["ownerReferences"] is not JsonArray owners)
            yield break;

        const string Field = "metadata.ownerReferences";
        foreach (var owner in owners.OfType<JsonObject>())
        {
            if (owner.Text("apiVersion").Length == 0)
                yield return FieldError.Invalid($"{Field}.apiVersion", "", "version must not be empty");
            foreach (var required in (string[])["kind", "name", "uid"])
            {
                if (owner.Text(required).Length == 0)
                    yield return FieldError.Invalid($"{Field}.{required}", "", "must not be empty");
            }
        }

        if (owners.Count(owner => owner!["controller"]?.GetValue<bool>() is true) > 1)
            yield return FieldError.Invalid(
                "metadata.ownerReferences",
                owners.ToJsonString(),
                "Only one reference can have Controller set to true"
            );
    }

    private static IEnumerable<FieldError> Finalizers(JsonObject value)
    {
        foreach (var finalizer in FinalizersOf(value))
        {
            foreach (var rule in NameRules.QualifiedName(finalizer))
                yield return FieldError.Invalid("metadata.finalizers", finalizer, rule);
        }
    }

    private static IEnumerable<string> FinalizersOf(JsonObject value) =>
        value.Metadata()["finalizers"] is JsonArray list ? list.Select(item => item!.GetValue<string>()) : [];
}
