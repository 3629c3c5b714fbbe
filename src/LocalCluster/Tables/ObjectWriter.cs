using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;
using NodeTasker.LocalCluster.Storage;

namespace NodeTasker.LocalCluster.Tables;

/// <summary>Writes objects as the client wants them; whole ones as they are stored, without parsing them again.</summary>
internal sealed class ObjectWriter(ApiRequest request, TimeProvider time)
{
    private readonly ResourceKind _kind = request.Kind;
    private readonly Representation _form = MediaType.Choose(request.Http.Request);
    private readonly IReadOnlyList<TableColumn> _columns = TableColumn.Of(request.Kind);
    private readonly byte[] _typePrefix = Encoding.UTF8.GetBytes(
        $"{{\"kind\":\"{request.Kind.Kind}\",\"apiVersion\":\"{request.Kind.ApiVersion}\","
    );

    private bool _hasColumns;

    public ReadOnlyMemory<byte> Write(StoredObject value) =>
        _form switch
        {
            Representation.Table => JsonText.Write(Table(ListMetadata(value.ResourceVersion), [Row(value)])),
            Representation.PartialObjectMetadata => JsonText.Write(Partial(value)),
            _ => value.Json,
        };

    public ReadOnlyMemory<byte> WriteList(
        IReadOnlyList<StoredObject> values,
        long resourceVersion,
        string? next = null,
        long? remaining = null
    )
    {
        var metadata = ListMetadata(resourceVersion);
        if (next is not null)
            metadata["continue"] = next;
        if (remaining is not null)
            metadata["remainingItemCount"] = remaining;
        if (_form == Representation.Table)
            return JsonText.Write(Table(metadata, values.Select(Row)));

        var isPartial = _form == Representation.PartialObjectMetadata;
        var head = Header(
            isPartial ? "PartialObjectMetadataList" : $"{_kind.Kind}List",
            isPartial ? "meta.k8s.io/v1" : _kind.ApiVersion,
            metadata
        );
        if (isPartial)
        {
            head["items"] = values.Select(Partial).ToJsonArray();
            return JsonText.Write(head);
        }

        var output = new ArrayBufferWriter<byte>(256 + values.Sum(value => value.Json.Length));
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

    public void WriteEvent(IBufferWriter<byte> output, WatchItem item) => WriteLine(output, item.Type, Write(item.Value).Span);

    /// <summary>An event that tells no more than a version; in a table it is a row without text.</summary>
    public void WriteBookmark(IBufferWriter<byte> output, long resourceVersion, bool endsInitialEvents)
    {
        var metadata = ListMetadata(resourceVersion);
        if (endsInitialEvents)
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        var bookmark =
            _form == Representation.PartialObjectMetadata
                ? Header("PartialObjectMetadata", "meta.k8s.io/v1", metadata)
                : ObjectDecoder.Normalize(Header(_kind.Kind, _kind.ApiVersion, metadata), _kind.Shape);
        if (_form == Representation.Table)
        {
            var cells = _columns.Select(_ => (JsonNode?)null).ToJsonArray();
            bookmark = Table(ListMetadata(resourceVersion), [new JsonObject { ["cells"] = cells, ["object"] = bookmark }]);
        }

        WriteLine(output, "BOOKMARK", JsonText.Write(bookmark));
    }

    public static void WriteError(IBufferWriter<byte> output, ApiException error) =>
        WriteLine(output, "ERROR", JsonText.Write(error.ToStatus()));

    private static void WriteLine(IBufferWriter<byte> output, string type, ReadOnlySpan<byte> json)
    {
        output.Write(Encoding.ASCII.GetBytes($"{{\"type\":\"{type}\",\"object\":"));
        output.Write(json);
        output.Write("}\n"u8);
    }

    private static JsonObject ListMetadata(long resourceVersion) =>
        new() { ["resourceVersion"] = resourceVersion.ToString(CultureInfo.InvariantCulture) };

    private static JsonObject Header(string kind, string apiVersion, JsonObject metadata) =>
        new()
        {
            ["kind"] = kind,
            ["apiVersion"] = apiVersion,
            ["metadata"] = metadata,
        };

    private static JsonObject Partial(StoredObject value) =>
        Header("PartialObjectMetadata", "meta.k8s.io/v1", (JsonObject)value.ToNode().Metadata().DeepClone());

    /// <summary>A watch gets the columns with its first table only.</summary>
    private JsonObject Table(JsonObject metadata, IEnumerable<JsonObject> rows)
    {
        var table = Header("Table", "meta.k8s.io/v1", metadata);
        table["columnDefinitions"] = _hasColumns ? null : _columns.Select(column => column.ToJson()).ToJsonArray();
        table["rows"] = rows.ToJsonArray();
        _hasColumns = true;
        return table;
    }

    private JsonObject Row(StoredObject value)
    {
        var node = value.ToNode();
        var row = new JsonObject { ["cells"] = _columns.Select(column => column.Cell(node, time.GetUtcNow())).ToJsonArray() };
        if (request["includeObject"] is not "None")
            row["object"] = request["includeObject"] is "Object" ? node : Partial(value);
        return row;
    }
}
