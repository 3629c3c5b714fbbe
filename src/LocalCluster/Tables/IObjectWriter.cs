using System.Buffers;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Storage;

namespace NodeTasker.LocalCluster.Tables;

/// <summary>Writes objects in the representation that the client asked for.</summary>
internal interface IObjectWriter
{
    ReadOnlyMemory<byte> Write(StoredObject value);

    ReadOnlyMemory<byte> WriteList(IReadOnlyList<StoredObject> values, long resourceVersion, string? next, long? remaining);

    void WriteEvent(IBufferWriter<byte> output, WatchItem item);

    ReadOnlySpan<byte> WriteBookmark(long resourceVersion, bool endsInitialEvents);

    ReadOnlySpan<byte> WriteError(ApiException error);
}
