using System.Text.Json;
using System.Text.Json.Serialization;
using k8s.Models;

namespace k8s;

internal sealed class V1PatchJsonConverter : JsonConverter<V1Patch>
{
    public override V1Patch Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => throw new NotSupportedException("A patch is only ever sent: its JSON doesn't say what kind of patch it is.");

    public override void Write(Utf8JsonWriter writer, V1Patch value, JsonSerializerOptions options)
    {
        if (value.Content is string raw) writer.WriteRawValue(raw);
        else JsonSerializer.Serialize(writer, value.Content, options.GetTypeInfo(value.Content.GetType()));
    }
}
