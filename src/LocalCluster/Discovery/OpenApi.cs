using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Objects;

namespace NodeTasker.LocalCluster.Discovery;

/// <summary>
/// As much of OpenAPI as kubectl reads: whether the server itself checks fields and tries writes. Without it <c>kubectl create -f</c>,
/// <c>apply</c> and <c>replace</c> ask for the types of all fields, to check them on their own.
/// </summary>
internal static class OpenApi
{
    public static JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var root in ResourceKind.All.Select(kind => kind.Root).Distinct())
            paths[root[1..]] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3{root}" };
        return new JsonObject { ["paths"] = paths };
    }

    /// <summary>The document of <c>/api/v1</c> or <c>/apis/GROUP/v1</c>; null for another one.</summary>
    public static JsonObject? Of(string root)
    {
        var paths = new JsonObject();
        foreach (var kind in ResourceKind.All.Where(kind => kind.Root == root))
            paths[$"{root}/{kind.Plural}/{{name}}"] = new JsonObject { ["patch"] = Patch(kind) };
        return paths.Count == 0
            ? null
            : new JsonObject
            {
                ["openapi"] = "3.0.0",
                ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "1.36" },
                ["paths"] = paths,
            };
    }

    private static JsonObject Patch(ResourceKind kind) =>
        new()
        {
            ["x-kubernetes-group-version-kind"] = new JsonObject
            {
                ["group"] = kind.Group,
                ["version"] = "v1",
                ["kind"] = kind.Kind,
            },
            ["parameters"] = ((string[])["dryRun", "fieldValidation"])
                .Select(name => new JsonObject { ["name"] = name, ["in"] = "query" })
                .ToJsonArray(),
        };
}
