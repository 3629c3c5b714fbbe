using Microsoft.AspNetCore.Http;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Http;

/// <summary>A request for a resource: what its path says.</summary>
/// <param name="Name">Null for the collection.</param>
/// <param name="Subresource">As <c>status</c>; empty for the object itself.</param>
/// <param name="IsWatchPath">The older form of a watch: <c>/api/v1/watch/…</c>.</param>
internal sealed record ApiRequest(HttpContext Http, ResourceKind Kind, string Namespace, string? Name, string Subresource, bool IsWatchPath)
{
    public QueryOptions Query { get; } = new(Http.Request.Query);

    /// <summary>Null when the path is not one of a resource that is served.</summary>
    public static ApiRequest? Parse(HttpContext http)
    {
        var segments = (http.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, rest) = segments switch
        {
            ["api", _, ..] => ("", segments[1..]),
            ["apis", var name, _, ..] => (name, segments[2..]),
            _ => ("", []),
        };
        if (rest.Length < 2)
            return null;

        var version = rest[0];
        var isWatch = rest[1] == "watch";
        rest = rest[(isWatch ? 2 : 1)..];
        var ns = "";
        if (rest is ["namespaces", var scope, not ("status" or "finalize"), ..])
        {
            ns = scope;
            rest = rest[2..];
        }

        if (rest.Length is 0 or > 3 || ResourceCatalog.Find(group, version, rest[0]) is not { } kind)
            return null;
        if (kind.Namespaced ? ns.Length == 0 && rest.Length > 1 : ns.Length > 0)
            return null;

        var subresource = rest.Length > 2 ? rest[2] : "";
        if (subresource.Length > 0 && !(subresource == "status" && kind.HasStatus))
            return null;
        return new ApiRequest(http, kind, ns, rest.Length > 1 ? rest[1] : null, subresource, isWatch);
    }
}
