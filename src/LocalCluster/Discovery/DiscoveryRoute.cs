using Microsoft.AspNetCore.Http;
using NodeTasker.LocalCluster.Http;

namespace NodeTasker.LocalCluster.Discovery;

/// <summary>What a client asks before it asks for objects: health, version, what there is, and of which types.</summary>
internal static class DiscoveryRoute
{
    public static async Task<bool> TryHandleAsync(HttpContext http)
    {
        var path = (http.Request.Path.Value ?? "").TrimEnd('/');
        if (path is "/healthz" or "/readyz" or "/livez")
        {
            await ApiResponse.WriteAsync(http, 200, "ok"u8.ToArray(), "text/plain; charset=utf-8");
            return true;
        }

        var document = path switch
        {
            "/version" => DiscoveryDocuments.Version(),
            "/api" when Negotiation.WantsAggregatedDiscovery(http.Request, out var version) => DiscoveryDocuments.Aggregated(
                isCore: true,
                Accept(http, version)
            ),
            "/apis" when Negotiation.WantsAggregatedDiscovery(http.Request, out var version) => DiscoveryDocuments.Aggregated(
                isCore: false,
                Accept(http, version)
            ),
            "/api" => DiscoveryDocuments.CoreVersions(http.Request.Host.Value ?? ""),
            "/apis" => DiscoveryDocuments.Groups(),
            "/openapi/v2" => OpenApiV2(http),
            "/openapi/v3" => OpenApiDocuments.Index(),
            _ when path.StartsWith("/openapi/v3/", StringComparison.Ordinal) => OpenApiDocuments.ForGroupVersion(
                path["/openapi/v3/".Length..]
            ),
            _ => DiscoveryDocuments.Group(path) ?? DiscoveryDocuments.Resources(path),
        };
        if (document is null)
            return false;
        if (http.Request.Method is not ("GET" or "HEAD"))
            throw ApiErrors.MethodNotAllowed();

        await ApiResponse.WriteAsync(http, 200, JsonText.Write(document), http.Response.ContentType ?? "application/json");
        return true;
    }

    private static string Accept(HttpContext http, string version)
    {
        http.Response.ContentType = $"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList";
        return version;
    }

    private static System.Text.Json.Nodes.JsonObject OpenApiV2(HttpContext http) =>
        MediaType.ParseList(http.Request.Headers.Accept).Any(accepted => accepted.TakesJson)
            ? OpenApiDocuments.Version2()
            : throw ApiErrors.NotAcceptable();
}
