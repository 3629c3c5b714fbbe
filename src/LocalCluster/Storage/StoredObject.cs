using System.Globalization;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;

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
        Labels = value.Metadata().TextMap("labels").ToDictionary(StringComparer.Ordinal);
        OnlyOwner = value.Metadata().Objects("ownerReferences").ToList() is [var owner] ? owner.Text("uid") : null;
        Json = JsonText.Write(value);
    }

    public ResourceKind Kind { get; }

    public string Namespace { get; }

    public string Name { get; }

    public string Uid { get; }

    public long ResourceVersion { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>The uid of the owner, where there is just one.</summary>
    public string? OnlyOwner { get; }

    public byte[] Json { get; }

    public string Key => KeyOf(Namespace, Name);

    public static string KeyOf(string ns, string name) => $"{ns}/{name}";

    public static StoredObject Create(ResourceKind kind, JsonObject value, long resourceVersion)
    {
        value.Metadata()["resourceVersion"] = resourceVersion.ToString(CultureInfo.InvariantCulture);
        return new StoredObject(kind, ObjectDecoder.Normalize(value, kind.Shape), resourceVersion);
    }

    /// <summary>A copy of the object that the caller may change.</summary>
    public JsonObject ToNode() => JsonText.ParseObject(Json);

    public StoredObject WithResourceVersion(long resourceVersion) => Create(Kind, ToNode(), resourceVersion);
}

/// <summary>
/// A change: from <paramref name="Previous"/> (null when created) to <paramref name="Current"/>, which is the last state when deleted.
/// </summary>
internal sealed record StoreEvent(StoredObject Current, StoredObject? Previous, bool IsDeletion)
{
    public long ResourceVersion => Current.ResourceVersion;
}
