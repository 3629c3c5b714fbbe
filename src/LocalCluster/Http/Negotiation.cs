using Microsoft.AspNetCore.Http;

namespace NodeTasker.LocalCluster.Http;

/// <summary>Finds what a client accepts among what there is; only JSON is offered.</summary>
internal static class Negotiation
{
    public static Representation Choose(HttpRequest request)
    {
        foreach (var accepted in MediaType.ParseList(request.Headers.Accept))
        {
            if (!accepted.TakesJson)
                continue;

            switch (accepted["as"], accepted["g"], accepted["v"])
            {
                case (null, _, _):
                    return Representation.Object;
                case ("Table", "meta.k8s.io", "v1" or "v1beta1"):
                    return Representation.Table;
                case ("PartialObjectMetadata" or "PartialObjectMetadataList", "meta.k8s.io", "v1" or "v1beta1"):
                    return Representation.PartialObjectMetadata;
            }
        }

        throw ApiErrors.NotAcceptable();
    }

    /// <summary>Whether the newer, aggregated form of discovery is wanted.</summary>
    public static bool WantsAggregatedDiscovery(HttpRequest request, out string version)
    {
        foreach (var accepted in MediaType.ParseList(request.Headers.Accept))
        {
            if (!accepted.TakesJson)
                continue;

            version = accepted["v"] ?? "";
            if (accepted["as"] is null)
                return false;
            if (accepted["as"] is "APIGroupDiscoveryList" && accepted["g"] is "apidiscovery.k8s.io" && version is "v2" or "v2beta1")
                return true;
        }

        throw ApiErrors.NotAcceptable();
    }
}
