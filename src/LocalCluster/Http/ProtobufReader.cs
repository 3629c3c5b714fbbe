using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Http;

/// <summary>
/// Reads the protobuf form of an object, which kubectl sends for the types that it knows. Only for types whose fields all have numbers;
/// see https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding.
/// </summary>
internal ref struct ProtobufReader
{
    private const int RawField = 2;
    private ReadOnlySpan<byte> _rest;

    private ProtobufReader(ReadOnlySpan<byte> bytes) => _rest = bytes;

    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>Null when the type has no protobuf form here.</summary>
    public static JsonObject? ReadEnvelope(ReadOnlySpan<byte> body, TypeSchema.Struct type)
    {
        if (type.Find("metadata") is not { Number: > 0 } && type != ApiTypes.DeleteOptions)
            return null;

        try
        {
            if (!body.StartsWith(Magic))
                throw ApiErrors.BadRequest("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");

            var reader = new ProtobufReader(body[Magic.Length..]);
            while (reader.Next(out var number, out _, out var bytes))
            {
                if (number == RawField)
                    return new ProtobufReader(bytes).ReadStruct(type);
            }

            return [];
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw ApiErrors.BadRequest("unexpected EOF");
        }
    }

    private JsonObject ReadStruct(TypeSchema.Struct type)
    {
        var result = new JsonObject();
        while (Next(out var number, out var varint, out var bytes))
        {
            if (type.Find((int)number) is not { } field)
                continue;

            switch (field.Type)
            {
                case TypeSchema.Map map:
                    ReadEntry(bytes, map.Value, result[field.Name] as JsonObject ?? Attach(result, field.Name, new JsonObject()));
                    break;
                case TypeSchema.List list:
                    (result[field.Name] as JsonArray ?? Attach(result, field.Name, new JsonArray())).Add(
                        ReadValue(list.Element, varint, bytes)
                    );
                    break;
                default:
                    result[field.Name] = ReadValue(field.Type, varint, bytes);
                    break;
            }
        }

        return result;
    }

    private static T Attach<T>(JsonObject parent, string name, T child)
        where T : JsonNode
    {
        parent[name] = child;
        return child;
    }

    private static void ReadEntry(ReadOnlySpan<byte> bytes, TypeSchema valueType, JsonObject map)
    {
        var entry = new ProtobufReader(bytes);
        var key = "";
        var value = ZeroValue.Of(valueType);
        while (entry.Next(out var number, out var varint, out var content))
        {
            if (number == 1)
                key = Encoding.UTF8.GetString(content);
            else
                value = ReadValue(valueType, varint, content);
        }

        map[key] = value;
    }

    private static JsonNode? ReadValue(TypeSchema type, ulong varint, ReadOnlySpan<byte> bytes) =>
        type switch
        {
            TypeSchema.Struct structure => new ProtobufReader(bytes).ReadStruct(structure),
            TypeSchema.Scalar { Kind: ScalarKind.Boolean } => JsonValue.Create(varint != 0),
            TypeSchema.Scalar { Kind: ScalarKind.Int32 or ScalarKind.Int64 } => JsonValue.Create((long)varint),
            TypeSchema.Scalar { Kind: ScalarKind.Bytes } => JsonValue.Create(Convert.ToBase64String(bytes)),
            TypeSchema.Scalar { Kind: ScalarKind.Time or ScalarKind.MicroTime } => ReadTime(bytes),
            TypeSchema.Scalar { Kind: ScalarKind.Raw } => ReadRaw(bytes),
            _ => JsonValue.Create(Encoding.UTF8.GetString(bytes)),
        };

    private static JsonNode? ReadRaw(ReadOnlySpan<byte> bytes)
    {
        var reader = new ProtobufReader(bytes);
        return reader.Next(out _, out _, out var json) ? JsonText.Parse(json) : null;
    }

    private static JsonValue? ReadTime(ReadOnlySpan<byte> bytes)
    {
        var reader = new ProtobufReader(bytes);
        long seconds = 0,
            nanos = 0;
        while (reader.Next(out var number, out var varint, out _))
        {
            if (number == 1)
                seconds = (long)varint;
            else
                nanos = (long)varint;
        }

        return seconds == 0 && nanos == 0
            ? null
            : JsonValue.Create(
                DateTimeOffset
                    .FromUnixTimeSeconds(seconds)
                    .AddTicks(nanos / 100)
                    .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)
            );
    }

    /// <summary>The next field: its number and its content, a varint or bytes by its wire type.</summary>
    private bool Next(out ulong number, out ulong varint, out ReadOnlySpan<byte> bytes)
    {
        number = 0;
        varint = 0;
        bytes = default;
        if (_rest.IsEmpty)
            return false;

        var tag = ReadVarint();
        number = tag >> 3;
        switch (tag & 7)
        {
            case 0:
                varint = ReadVarint();
                break;
            case 1:
                bytes = Take(8);
                break;
            case 2:
                bytes = Take(checked((int)Math.Min(ReadVarint(), int.MaxValue)));
                break;
            default:
                bytes = Take(4);
                break;
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
