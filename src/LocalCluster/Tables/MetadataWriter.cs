using System.Buffers;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;
using NodeTasker.LocalCluster.Storage;

namespace NodeTasker.LocalCluster.Tables;

/// <summary>Just the metadata of objects, for clients that need no more.</summary>
internal sealed class MetadataWriter : IObjectWriter
{
    private const string ApiVersion = "meta.k8s.io/v1";

    public ReadOnlyMemory<byte> Write(StoredObject value) => JsonText.Write(Partial(value));

    public ReadOnlyMemory<byte> WriteList(IReadOnlyList<StoredObject> values, long resourceVersion, string? next, long? remaining) =>
        JsonText.Write(
            new JsonObject
            {
                ["kind"] = "PartialObjectMetadataList",
                ["apiVersion"] = ApiVersion,
                ["metadata"] = ListMetadata.Create(resourceVersion, next, remaining),
                ["items"] = new JsonArray([.. values.Select(value => (JsonNode)Partial(value))]),
            }
        );

    public void WriteEvent(IBufferWriter<byte> output, WatchItem item) =>
        WatchLine.Write(output, item.Type, JsonText.Write(Partial(item.Value)));

    public ReadOnlySpan<byte> WriteBookmark(long resourceVersion, bool endsInitialEvents) =>
        WatchLine.Create("BOOKMARK", Wrap(ListMetadata.OfBookmark(resourceVersion, endsInitialEvents)));

    public ReadOnlySpan<byte> WriteError(ApiException error) => WatchLine.Create("ERROR", error.ToStatus());

    public static JsonObject Partial(StoredObject value) => Wrap((JsonObject)value.ToNode().Metadata().DeepClone());

    private static JsonObject Wrap(JsonObject metadata) =>
        new()
        {
            ["kind"] = "PartialObjectMetadata",
            ["apiVersion"] = ApiVersion,
            ["metadata"] = metadata,
        };
}
