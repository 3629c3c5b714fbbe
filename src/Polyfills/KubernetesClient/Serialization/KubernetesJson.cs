using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace k8s;

/// <summary>JSON as the API server writes and reads it. The types are those of the client; others need a resolver, added with <see cref="AddJsonOptions"/>.</summary>
public static partial class KubernetesJson
{
    // Not HTML-safe on purpose: a script full of quotes would otherwise be sent six times as large as it is.
    internal static JsonSerializerOptions Options { get; } = new(KubernetesJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new V1StatusJsonConverter() },
    };

    public static void AddJsonOptions(Action<JsonSerializerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(Options);
    }

    public static TValue Deserialize<TValue>(string json, JsonSerializerOptions jsonSerializerOptions = null)
        => JsonSerializer.Deserialize(json, TypeInfo<TValue>(jsonSerializerOptions));

    public static TValue Deserialize<TValue>(Stream json, JsonSerializerOptions jsonSerializerOptions = null)
        => JsonSerializer.Deserialize(json, TypeInfo<TValue>(jsonSerializerOptions));

    public static TValue Deserialize<TValue>(JsonDocument json, JsonSerializerOptions jsonSerializerOptions = null)
        => json.Deserialize(TypeInfo<TValue>(jsonSerializerOptions));

    public static TValue Deserialize<TValue>(JsonElement json, JsonSerializerOptions jsonSerializerOptions = null)
        => json.Deserialize(TypeInfo<TValue>(jsonSerializerOptions));

    public static TValue Deserialize<TValue>(JsonNode json, JsonSerializerOptions jsonSerializerOptions = null)
        => json.Deserialize(TypeInfo<TValue>(jsonSerializerOptions));

    public static string Serialize(object value, JsonSerializerOptions jsonSerializerOptions = null)
        => value is null ? "null" : JsonSerializer.Serialize(value, (jsonSerializerOptions ?? Options).GetTypeInfo(value.GetType()));

    public static string Serialize(JsonDocument value, JsonSerializerOptions jsonSerializerOptions = null)
        => JsonSerializer.Serialize(value, TypeInfo<JsonDocument>(jsonSerializerOptions));

    public static string Serialize(JsonElement value, JsonSerializerOptions jsonSerializerOptions = null)
        => JsonSerializer.Serialize(value, TypeInfo<JsonElement>(jsonSerializerOptions));

    public static string Serialize(JsonNode value, JsonSerializerOptions jsonSerializerOptions = null)
        => JsonSerializer.Serialize(value, TypeInfo<JsonNode>(jsonSerializerOptions));

    internal static JsonTypeInfo<T> TypeInfo<T>(JsonSerializerOptions options) => (JsonTypeInfo<T>)(options ?? Options).GetTypeInfo(typeof(T));
}
