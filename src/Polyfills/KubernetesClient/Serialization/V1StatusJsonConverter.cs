using System.Text.Json;
using System.Text.Json.Serialization;
using k8s.Models;

namespace k8s;

/// <summary>A delete answers with a Status or with the deleted object, whose own <c>status</c> is an object rather than a word.</summary>
internal sealed class V1StatusJsonConverter : JsonConverter<V1Status>
{
    public override V1Status Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        try
        {
            return element.Deserialize(KubernetesJsonContext.Default.V1Status);
        }
        catch (JsonException)
        {
            return new V1Status { Original = element, HasObject = true };
        }
    }

    public override void Write(Utf8JsonWriter writer, V1Status value, JsonSerializerOptions options)
        => throw new NotSupportedException("A Status is only ever received.");
}
