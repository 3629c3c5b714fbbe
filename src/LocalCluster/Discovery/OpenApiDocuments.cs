using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Http;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Discovery;

/// <summary>
/// The OpenAPI documents: paths, query parameters and types, without prose. kubectl reads them to see whether the server itself checks
/// fields, and how lists are merged.
/// </summary>
internal static class OpenApiDocuments
{
    private static readonly string[] WriteParameters = ["dryRun", "fieldManager", "fieldValidation", "force"];

    public static JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var name in GroupVersions())
        {
            var hash = Convert.ToHexString(SHA256.HashData(JsonText.Write(ForGroupVersion(name)!)));
            paths[name] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{name}?hash={hash}" };
        }

        return new JsonObject { ["paths"] = paths };
    }

    /// <summary>The document of <c>api/v1</c> or <c>apis/GROUP/VERSION</c>; null for another one.</summary>
    public static JsonObject? ForGroupVersion(string name)
    {
        var kinds = ResourceCatalog.All.Where(kind => NameOf(kind) == name).ToList();
        if (kinds.Count == 0)
            return null;

        var paths = new JsonObject();
        foreach (var kind in kinds)
            AddPaths(paths, kind);
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = Info(),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = Schemas(kinds, "#/components/schemas/") },
        };
    }

    public static JsonObject Version2() =>
        new()
        {
            ["swagger"] = "2.0",
            ["info"] = Info(),
            ["paths"] = new JsonObject(),
            ["definitions"] = Schemas(ResourceCatalog.All, "#/definitions/"),
        };

    private static IEnumerable<string> GroupVersions() => ResourceCatalog.All.Select(NameOf).Distinct();

    private static string NameOf(ResourceKind kind) => DiscoveryDocuments.RootOf(kind)[1..];

    private static JsonObject Info() => new() { ["title"] = "Kubernetes", ["version"] = "1.36" };

    private static void AddPaths(JsonObject paths, ResourceKind kind)
    {
        var collection = $"{DiscoveryDocuments.RootOf(kind)}/{(kind.Namespaced ? "namespaces/{namespace}/" : "")}{kind.Plural}";
        paths[collection] = new JsonObject { ["post"] = Operation(kind, "post", WriteParameters[..^1]) };
        if (!kind.IsStored)
            return;

        paths[collection]!["get"] = Operation(kind, "list", []);
        paths[$"{collection}/{{name}}"] = new JsonObject
        {
            ["get"] = Operation(kind, "get", []),
            ["put"] = Operation(kind, "put", WriteParameters[..^1]),
            ["patch"] = Operation(kind, "patch", WriteParameters),
            ["delete"] = Operation(kind, "delete", WriteParameters[..1]),
        };
    }

    private static JsonObject Operation(ResourceKind kind, string action, IEnumerable<string> parameters) =>
        new()
        {
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = GroupVersionKind(kind),
            ["parameters"] = new JsonArray([
                .. parameters.Select(name =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["name"] = name,
                            ["in"] = "query",
                            ["schema"] = new JsonObject { ["type"] = name == "force" ? "boolean" : "string" },
                        }
                ),
            ]),
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        };

    private static JsonObject GroupVersionKind(ResourceKind kind) =>
        new()
        {
            ["group"] = kind.Group,
            ["version"] = kind.Version,
            ["kind"] = kind.Kind,
        };

    private static JsonObject Schemas(IEnumerable<ResourceKind> kinds, string prefix)
    {
        var schemas = new JsonObject();
        foreach (var kind in kinds)
        {
            OpenApiTypes.Add(schemas, kind.Type, prefix);
            schemas[OpenApiTypes.NameOf(kind.Type)]!["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(kind));
        }

        return schemas;
    }
}
