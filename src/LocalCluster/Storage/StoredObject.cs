using System.Collections.Frozen;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Storage;

/// <summary>One version of an object; immutable. <see cref="Json"/> is what clients get.</summary>
internal sealed class StoredObject
{
    private StoredObject(ResourceKind kind, JsonObject value, long resourceVersion)
    {
        Kind = kind;
        Namespace = value.Meta("namespace");
        Name = value.Name();
        Uid = value.Meta("uid");
        ResourceVersion = resourceVersion;
        Labels = value.Metadata().TextMap("labels").ToFrozenDictionary(StringComparer.Ordinal);
        Fields = kind.SelectableFields.ToFrozenDictionary(field => field, field => FieldText(value, field), StringComparer.Ordinal);
        OwnerUids = value.Metadata()["ownerReferences"] is JsonArray owners
            ? [.. owners.OfType<JsonObject>().Select(owner => owner.Text("uid"))]
            : [];
        Json = JsonText.Write(value);
    }

    public ResourceKind Kind { get; }

    public string Namespace { get; }

    public string Name { get; }

    public string Uid { get; }

    public long ResourceVersion { get; }

    public FrozenDictionary<string, string> Labels { get; }

    /// <summary>What field selectors see, beside name and namespace.</summary>
    public FrozenDictionary<string, string> Fields { get; }

    public IReadOnlyList<string> OwnerUids { get; }

    public byte[] Json { get; }

    public string Key => KeyOf(Namespace, Name);

    public static string KeyOf(string ns, string name) => $"{ns}/{name}";

    /// <summary>Writes <paramref name="resourceVersion"/> into <paramref name="value"/>, which has been decoded, and keeps its bytes.</summary>
    public static StoredObject Create(ResourceKind kind, JsonObject value, long resourceVersion)
    {
        value.Metadata()["resourceVersion"] = resourceVersion.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new StoredObject(kind, ObjectDecoder.Normalize(value, kind.Type), resourceVersion);
    }

    /// <summary>A copy of the object that the caller may change.</summary>
    public JsonObject ToNode() => JsonText.ParseObject(Json);

    public StoredObject WithResourceVersion(long resourceVersion) => Create(Kind, ToNode(), resourceVersion);

    private static string FieldText(JsonObject value, string field) =>
        field switch
        {
            "source" => value.Text("source", "component") is { Length: > 0 } source ? source : value.Text("reportingComponent"),
            "spec.unschedulable" => value.Text("spec", "unschedulable") is "true" ? "true" : "false",
            _ => value.Text(field.Split('.')),
        };
}
