using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace NodeTasker.Cluster;

/// <summary>The events of a watch that <see cref="ApiClient"/> began.</summary>
public static class WatchReading
{
    private static readonly JsonSerializerOptions Json = new KubernetesClientConfiguration().JsonSerializerOptions;

    /// <summary>Reads them as they come; an error that the server sends inside the stream goes to <paramref name="onError"/>.</summary>
    public static async IAsyncEnumerable<(WatchEventType Type, T Item)> ReadEventsAsync<T, TList>(
        this Task<HttpOperationResponse<TList>> watch,
        Action<Exception> onError,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var started = await watch.WaitAsync(cancellationToken);
        await using var stream = await started.Response.Content.ReadAsStreamAsync(cancellationToken);
        var typeInfo = (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T));
        var lines = new LineReader(stream);
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            var (type, item) = Read(line.Span, typeInfo, onError);
            if (item is not null)
                yield return (type, item);
        }
    }

    private static (WatchEventType Type, T? Item) Read<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> typeInfo, Action<Exception> onError)
    {
        try
        {
            return Parse(line, typeInfo, onError);
        }
        catch (InvalidOperationException e)
        {
            // What Utf8JsonReader says of a text that is half a character.
            throw new JsonException("an event of a watch is no text", e);
        }
    }

    private static (WatchEventType Type, T? Item) Parse<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> typeInfo, Action<Exception> onError)
    {
        var reader = new Utf8JsonReader(line);
        WatchEventType? type = null;
        ReadOnlySpan<byte> body = default;
        var isStatus = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("an event of a watch is no JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = Known(ref reader);
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                isStatus = IsStatus(ref reader);
                body = line[start..(int)reader.BytesConsumed];
            }
            else
            {
                reader.Skip();
            }
        }

        while (reader.Read()) { }

        if (isStatus)
        {
            onError(new KubernetesException(JsonSerializer.Deserialize(body, (JsonTypeInfo<V1Status>)Json.GetTypeInfo(typeof(V1Status)))));
            return default;
        }

        return (type ?? throw new JsonException("an event of a watch has no known type"), JsonSerializer.Deserialize(body, typeInfo));
    }

    private static WatchEventType? Known(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.String when reader.ValueTextEquals("ADDED"u8) => WatchEventType.Added,
            JsonTokenType.String when reader.ValueTextEquals("MODIFIED"u8) => WatchEventType.Modified,
            JsonTokenType.String when reader.ValueTextEquals("DELETED"u8) => WatchEventType.Deleted,
            JsonTokenType.String when reader.ValueTextEquals("BOOKMARK"u8) => WatchEventType.Bookmark,
            JsonTokenType.String when reader.ValueTextEquals("ERROR"u8) => WatchEventType.Error,
            _ => null,
        };

    private static bool IsStatus(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("an event of a watch has no object");
        var isStatus = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKind = reader.ValueTextEquals("kind"u8);
            reader.Read();
            if (isKind && reader.TokenType == JsonTokenType.String)
                isStatus = reader.ValueTextEquals("Status"u8);
            reader.Skip();
        }

        return isStatus;
    }
}
