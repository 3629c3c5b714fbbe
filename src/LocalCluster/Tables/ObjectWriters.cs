using NodeTasker.LocalCluster.Http;

namespace NodeTasker.LocalCluster.Tables;

/// <summary>Picks the writer for a request.</summary>
internal static class ObjectWriters
{
    public static IObjectWriter For(ApiRequest request, TimeProvider time) =>
        Negotiation.Choose(request.Http.Request) switch
        {
            Representation.Table => new TableWriter(request.Kind, time, request.Query["includeObject"]),
            Representation.PartialObjectMetadata => new MetadataWriter(),
            _ => new WholeObjectWriter(request.Kind),
        };
}
