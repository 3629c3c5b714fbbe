using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Objects;

namespace NodeTasker.LocalCluster.Discovery;

/// <summary>
/// What a client asks before it asks for objects: health, version, and what there is. Discovery has its older form only, to which every
/// client turns.
/// </summary>
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
            "/version" => Version(),
            "/api" => new JsonObject { ["kind"] = "APIVersions", ["versions"] = Texts(["v1"]) },
            "/apis" => Groups(),
            "/openapi/v3" => OpenApi.Index(),
            _ when path.StartsWith("/openapi/v3/", StringComparison.Ordinal) => OpenApi.Of(path["/openapi/v3".Length..]),
            _ => Resources(path),
        };
        if (document is null)
            return false;
        if (http.Request.Method is not ("GET" or "HEAD"))
            throw ApiException.MethodNotAllowed();

        await ApiResponse.WriteAsync(http, 200, document);
        return true;
    }

    private static JsonObject Version() =>
        new()
        {
            ["major"] = "1",
            ["minor"] = "36",
            ["gitVersion"] = "v1.36.0-node-tasker-local",
            ["platform"] = "local",
        };

    private static JsonObject Groups() =>
        new()
        {
            ["kind"] = "APIGroupList",
            ["apiVersion"] = "v1",
            ["groups"] = ResourceKind
                .All.Select(kind => kind.Group)
                .Where(group => group.Length > 0)
                .Distinct()
                .Select(group => new JsonObject
                {
                    ["name"] = group,
                    ["versions"] = new[] { GroupVersion(group) }.ToJsonArray(),
                    ["preferredVersion"] = GroupVersion(group),
                })
                .ToJsonArray(),
        };

    private static JsonObject GroupVersion(string group) => new() { ["groupVersion"] = $"{group}/v1", ["version"] = "v1" };

    /// <summary>The document of <c>/api/v1</c> or <c>/apis/GROUP/v1</c>; null for another path.</summary>
    private static JsonObject? Resources(string path)
    {
        var kinds = ResourceKind.All.Where(kind => path == kind.Root).ToList();
        if (kinds.Count == 0)
            return null;

        var statuses = kinds.Where(kind => kind.HasStatus).Select(kind => Resource(kind, "/status", ["get", "patch", "update"]));
        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = kinds[0].ApiVersion,
            ["resources"] = kinds.Select(kind => Resource(kind, "", kind.Verbs)).Concat(statuses).ToJsonArray(),
        };
    }

    private static JsonObject Resource(ResourceKind kind, string subresource, IEnumerable<string> verbs) =>
        new()
        {
            ["name"] = kind.Plural + subresource,
            ["singularName"] = subresource.Length > 0 ? "" : kind.Kind.ToLowerInvariant(),
            ["namespaced"] = kind.IsNamespaced,
            ["kind"] = kind.Kind,
            ["verbs"] = Texts(verbs),
            ["shortNames"] = Texts(kind.ShortNames),
        };

    private static JsonArray Texts(IEnumerable<string> texts) => texts.Select(text => (JsonNode?)text).ToJsonArray();
}
