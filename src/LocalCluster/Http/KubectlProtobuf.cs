using System.Text;
using System.Text.Json.Nodes;

namespace NodeTasker.LocalCluster.Http;

/// <summary>
/// Reads the protobuf that <c>kubectl create configmap</c> and <c>kubectl create namespace</c> send, which don't turn to JSON when it is
/// refused: name, labels, annotations and data. See https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding.
/// </summary>
internal static class KubectlProtobuf
{
    private static readonly string[] MetadataFields = ["", "name", "generateName", "namespace"];

    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>Throws <see cref="FormatException"/> for what can't be read.</summary>
    public static JsonObject Read(byte[] body, bool hasData)
    {
        if (!body.AsSpan().StartsWith(Magic))
            throw new FormatException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");

        var value = new JsonObject();
        foreach (var (field, _, raw) in Fields(body.AsMemory(Magic.Length)).Where(field => field.Number == 2))
            ReadObject(raw, value, hasData);
        return value;
    }

    private static void ReadObject(ReadOnlyMemory<byte> bytes, JsonObject value, bool hasData)
    {
        foreach (var (field, number, content) in Fields(bytes))
        {
            switch (field)
            {
                case 1:
                    value["metadata"] = ReadMetadata(content);
                    break;
                // A Namespace has its spec and its status there, both without a value when it is created.
                case 2 or 3 when hasData:
                    ReadEntry(content, value, field == 2 ? "data" : "binaryData");
                    break;
                case 4 when hasData:
                    value["immutable"] = number != 0;
                    break;
            }
        }
    }

    private static JsonObject ReadMetadata(ReadOnlyMemory<byte> bytes)
    {
        var metadata = new JsonObject();
        foreach (var (field, _, content) in Fields(bytes))
        {
            if (field < (ulong)MetadataFields.Length)
                metadata[MetadataFields[field]] = Encoding.UTF8.GetString(content.Span);
            else if (field is 11 or 12)
                ReadEntry(content, metadata, field == 11 ? "labels" : "annotations");
        }

        return metadata;
    }

    private static void ReadEntry(ReadOnlyMemory<byte> bytes, JsonObject parent, string map)
    {
        var entry = Fields(bytes).ToLookup(field => field.Number, field => field.Bytes);
        if (parent[map] is not JsonObject entries)
            parent[map] = entries = [];
        var value = entry[2].LastOrDefault().Span;
        entries[Encoding.UTF8.GetString(entry[1].LastOrDefault().Span)] =
            map == "binaryData" ? Convert.ToBase64String(value) : Encoding.UTF8.GetString(value);
    }

    /// <summary>The fields of a message: number, and a varint or bytes by its wire type.</summary>
    private static IEnumerable<(ulong Number, ulong Varint, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            var tag = ReadVarint(ref rest);
            var varint =
                (tag & 7) is 0 or 2 ? ReadVarint(ref rest)
                : (tag & 7) == 1 ? 8UL
                : 4UL;
            var length = (tag & 7) == 0 ? 0UL : varint;
            if (length > (ulong)rest.Length)
                throw new FormatException("unexpected EOF");
            yield return (tag >> 3, varint, rest[..(int)length]);
            rest = rest[(int)length..];
        }
    }

    private static ulong ReadVarint(ref ReadOnlyMemory<byte> rest)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (rest.IsEmpty)
                break;
            var next = rest.Span[0];
            rest = rest[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new FormatException("unexpected EOF");
    }
}
