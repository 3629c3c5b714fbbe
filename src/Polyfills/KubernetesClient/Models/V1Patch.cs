using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>A patch: text is sent as it is, any other content as JSON.</summary>
[JsonConverter(typeof(V1PatchJsonConverter))]
public record V1Patch
{
    public V1Patch(object body, PatchType type)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (type == PatchType.Unknown) throw new ArgumentException("The kind of patch must be given.", nameof(type));
        Content = body;
        Type = type;
    }

    public enum PatchType
    {
        Unknown,
        JsonPatch,
        MergePatch,
        StrategicMergePatch,
        ApplyPatch,
    }

    [JsonIgnore]
    public object Content { get; private set; }

    [JsonIgnore]
    public PatchType Type { get; private set; }
}
