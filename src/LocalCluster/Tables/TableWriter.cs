using System.Buffers;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;
using NodeTasker.LocalCluster.Storage;

namespace NodeTasker.LocalCluster.Tables;

/// <summary>Objects as rows, as kubectl prints them. A watch gets the column definitions with its first row only.</summary>
internal sealed class TableWriter(ResourceKind kind, TimeProvider time, string? includeObject) : IObjectWriter
{
    private readonly IReadOnlyList<TableColumn> _columns = TableColumns.Of(kind);
    private bool _hasColumns;

    public ReadOnlyMemory<byte> Write(StoredObject value) => JsonText.Write(Table(ListMetadata.Create(value.ResourceVersion), [value]));

    public ReadOnlyMemory<byte> WriteList(IReadOnlyList<StoredObject> values, long resourceVersion, string? next, long? remaining) =>
        JsonText.Write(Table(ListMetadata.Create(resourceVersion, next, remaining), values));

    public void WriteEvent(IBufferWriter<byte> output, WatchItem item)
    {
        var table = Table(ListMetadata.Create(item.Value.ResourceVersion), [item.Value]);
        if (_hasColumns)
            table["columnDefinitions"] = null;
        _hasColumns = true;
        WatchLine.Write(output, item.Type, JsonText.Write(table));
    }

    public ReadOnlySpan<byte> WriteBookmark(long resourceVersion, bool endsInitialEvents)
    {
        var bookmark = new JsonObject
        {
            ["kind"] = kind.Kind,
            ["apiVersion"] = kind.ApiVersion,
            ["metadata"] = ListMetadata.OfBookmark(resourceVersion, endsInitialEvents),
        };
        var table = Table(ListMetadata.Create(resourceVersion), []);
        if (_hasColumns)
            table["columnDefinitions"] = null;
        table["rows"] = new JsonArray(
            new JsonObject
            {
                ["cells"] = new JsonArray([.. _columns.Select(_ => (JsonNode?)null)]),
                ["object"] = ObjectDecoder.Normalize(bookmark, kind.Type),
            }
        );
        _hasColumns = true;
        return WatchLine.Create("BOOKMARK", table);
    }

    public ReadOnlySpan<byte> WriteError(ApiException error) => WatchLine.Create("ERROR", error.ToStatus());

    private JsonObject Table(JsonObject metadata, IReadOnlyList<StoredObject> values) =>
        new()
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = new JsonArray([.. _columns.Select(column => (JsonNode)column.ToJson())]),
            ["rows"] = new JsonArray([.. values.Select(value => (JsonNode)Row(value))]),
        };

    private JsonObject Row(StoredObject value)
    {
        var node = value.ToNode();
        var row = new JsonObject { ["cells"] = new JsonArray([.. _columns.Select(column => column.Cell(node, time.GetUtcNow()))]) };
        row["object"] = includeObject switch
        {
            "None" => null,
            "Object" => node,
            _ => MetadataWriter.Partial(value),
        };
        if (includeObject is "None")
            row.Remove("object");
        return row;
    }
}
