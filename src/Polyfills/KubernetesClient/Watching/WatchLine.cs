using System.Text.Json;

namespace k8s;

/// <summary>One line of a watch, <c>{"type": …, "object": {"kind": …}}</c>, taken apart without building the object.</summary>
internal readonly ref struct WatchLine
{
    private WatchLine(WatchEventType type, ReadOnlySpan<byte> @object, bool isStatus)
    {
        Type = type;
        Object = @object;
        IsStatus = isStatus;
    }

    public WatchEventType Type { get; }

    public ReadOnlySpan<byte> Object { get; }

    public bool IsStatus { get; }

    public static WatchLine Parse(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A watch event must be a JSON object.");

        string type = null;
        ReadOnlySpan<byte> @object = default;
        var isStatus = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = ReadType(ref reader);
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                isStatus = ReadObject(ref reader);
                @object = line[start..(int)reader.BytesConsumed];
            }
            else
            {
                reader.Skip();
            }
        }

        // Reading on finds text after the event, which is not an event either.
        while (reader.Read())
        {
        }

        return new WatchLine(TypeOf(type), @object, isStatus);
    }

    private static string ReadType(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("The type of a watch event must be a string.");
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("The type of a watch event is no text.", e);
        }
    }

    private static bool ReadObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A watch event must carry an object.");

        var isStatus = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKind = reader.ValueTextEquals("kind"u8);
            reader.Read();
            if (isKind && reader.TokenType == JsonTokenType.String) isStatus = reader.ValueTextEquals("Status"u8);
            reader.Skip();
        }

        return isStatus;
    }

    private static WatchEventType TypeOf(string type) => type switch
    {
        "ADDED" => WatchEventType.Added,
        "MODIFIED" => WatchEventType.Modified,
        "DELETED" => WatchEventType.Deleted,
        "ERROR" => WatchEventType.Error,
        "BOOKMARK" => WatchEventType.Bookmark,
        _ => throw new JsonException($"'{type}' is not a type of watch event."),
    };
}
