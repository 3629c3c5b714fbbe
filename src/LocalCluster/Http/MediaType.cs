using Microsoft.AspNetCore.Http;

namespace NodeTasker.LocalCluster.Http;

/// <summary>How a client wants objects: whole, as rows of a table, or just their metadata.</summary>
internal enum Representation
{
    Object,
    Table,
    PartialObjectMetadata,
}

/// <summary>What is sent, and what of it a client accepts. Only JSON is offered.</summary>
internal static class MediaType
{
    /// <summary>The media type of a body without its parameters.</summary>
    public static string OfBody(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    public static Representation Choose(HttpRequest request)
    {
        var header = request.Headers.Accept.ToString();
        foreach (var accepted in (header.Length == 0 ? "*/*" : header).Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = accepted.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0].ToLowerInvariant() is not ("application/json" or "*/*" or "application/*"))
                continue;
            switch (parts.FirstOrDefault(part => part.StartsWith("as=", StringComparison.Ordinal)))
            {
                case null:
                    return Representation.Object;
                case "as=Table":
                    return Representation.Table;
                case "as=PartialObjectMetadata" or "as=PartialObjectMetadataList":
                    return Representation.PartialObjectMetadata;
            }
        }

        throw ApiException.NotAcceptable();
    }
}
