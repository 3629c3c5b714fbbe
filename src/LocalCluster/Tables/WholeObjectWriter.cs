using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;
using NodeTasker.LocalCluster.Storage;

namespace NodeTasker.LocalCluster.Tables;

/// <summary>Objects as they are: the stored bytes, without parsing them again.</summary>
internal sealed class WholeObjectWriter(ResourceKind kind) : IObjectWriter
{
    private readonly byte[] _typePrefix = Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind.Kind}\",\"apiVersion\":\"{kind.ApiVersion}\",");

    public ReadOnlyMemory<byte> Write(StoredObject value) => value.Json;

    public ReadOnlyMemory<byte> WriteList(IReadOnlyList<StoredObject> values, long resourceVersion, string? next, long? remaining)
    {
        var output = new ArrayBufferWriter<byte>(256 + values.Sum(value => value.Json.Length));
        var head = new JsonObject
        {
            ["kind"] = $"{kind.Kind}List",
            ["apiVersion"] = kind.ApiVersion,
            ["metadata"] = ListMetadata.Create(resourceVersion, next, remaining),
        };
        output.Write(JsonText.Write(head).AsSpan()[..^1]);
        output.Write(",\"items\":["u8);
        for (var index = 0; index < values.Count; index++)
        {
            // Items of a list don't repeat its kind and version.
            output.Write(index == 0 ? "{"u8 : ",{"u8);
            output.Write(values[index].Json.AsSpan(_typePrefix.Length));
        }

        output.Write("]}"u8);
        return output.WrittenMemory;
    }

    public void WriteEvent(IBufferWriter<byte> output, WatchItem item) => WatchLine.Write(output, item.Type, item.Value.Json);

    public ReadOnlySpan<byte> WriteBookmark(long resourceVersion, bool endsInitialEvents) =>
        WatchLine.Create(
            "BOOKMARK",
            ObjectDecoder.Normalize(
                new JsonObject
                {
                    ["kind"] = kind.Kind,
                    ["apiVersion"] = kind.ApiVersion,
                    ["metadata"] = ListMetadata.OfBookmark(resourceVersion, endsInitialEvents),
                },
                kind.Type
            )
        );

    public ReadOnlySpan<byte> WriteError(ApiException error) => WatchLine.Create("ERROR", error.ToStatus());
}
