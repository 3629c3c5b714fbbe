using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Discovery;

/// <summary>The documents of discovery, in the aggregated form that today's clients ask for and in the older one.</summary>
internal static class DiscoveryDocuments
{
    private static readonly string[] StatusVerbs = ["get", "patch", "update"];

    public static JsonObject Version() =>
        new()
        {
            ["major"] = "1",
            ["minor"] = "36",
            ["gitVersion"] = "v1.36.0-node-tasker-local",
            ["gitCommit"] = "",
            ["gitTreeState"] = "",
            ["buildDate"] = "1970-01-01T00:00:00Z",
            ["goVersion"] = "",
            ["compiler"] = "dotnet",
            ["platform"] = "local",
        };

    public static JsonObject CoreVersions(string host) =>
        new()
        {
            ["kind"] = "APIVersions",
            ["versions"] = new JsonArray("v1"),
            ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = host }),
        };

    public static JsonObject Groups() =>
        new()
        {
            ["kind"] = "APIGroupList",
            ["apiVersion"] = "v1",
            ["groups"] = List(NamedGroups().Select(group => GroupJson(group))),
        };

    /// <summary>The document of <c>/apis/GROUP</c>; null for another path.</summary>
    public static JsonObject? Group(string path)
    {
        var group = NamedGroups().FirstOrDefault(group => path == $"/apis/{group.Key}");
        if (group is null)
            return null;

        var json = GroupJson(group);
        json.Insert(0, "kind", "APIGroup");
        json.Insert(1, "apiVersion", "v1");
        return json;
    }

    /// <summary>The document of <c>/api/v1</c> or <c>/apis/GROUP/VERSION</c>; null for another path.</summary>
    public static JsonObject? Resources(string path)
    {
        var kinds = ResourceCatalog.All.Where(kind => path == RootOf(kind)).ToList();
        if (kinds.Count == 0)
            return null;

        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = kinds[0].ApiVersion,
            ["resources"] = List(kinds.SelectMany(ResourceJson)),
        };
    }

    public static JsonObject Aggregated(bool isCore, string version) =>
        new()
        {
            ["kind"] = "APIGroupDiscoveryList",
            ["apiVersion"] = $"apidiscovery.k8s.io/{version}",
            ["metadata"] = new JsonObject(),
            ["items"] = List(
                ResourceCatalog
                    .All.Where(kind => kind.Group.Length == 0 == isCore)
                    .GroupBy(kind => kind.Group)
                    .Select(group => new JsonObject
                    {
                        ["metadata"] = isCore ? new JsonObject() : new JsonObject { ["name"] = group.Key },
                        ["versions"] = List(
                            group
                                .GroupBy(kind => kind.Version)
                                .Select(kinds => new JsonObject
                                {
                                    ["version"] = kinds.Key,
                                    ["resources"] = List(kinds.Select(AggregatedResource)),
                                    ["freshness"] = "Current",
                                })
                        ),
                    })
            ),
        };

    public static string RootOf(ResourceKind kind) => kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.ApiVersion}";

    private static IEnumerable<IGrouping<string, ResourceKind>> NamedGroups() =>
        ResourceCatalog.All.Where(kind => kind.Group.Length > 0).GroupBy(kind => kind.Group);

    private static JsonObject GroupJson(IGrouping<string, ResourceKind> group)
    {
        JsonObject VersionJson(string version) => new() { ["groupVersion"] = $"{group.Key}/{version}", ["version"] = version };

        var versions = group.Select(kind => kind.Version).Distinct().ToList();
        return new JsonObject
        {
            ["name"] = group.Key,
            ["versions"] = List(versions.Select(VersionJson)),
            ["preferredVersion"] = VersionJson(versions[0]),
        };
    }

    private static IEnumerable<JsonObject> ResourceJson(ResourceKind kind)
    {
        var json = new JsonObject
        {
            ["name"] = kind.Plural,
            ["singularName"] = kind.Singular,
            ["namespaced"] = kind.Namespaced,
            ["kind"] = kind.Kind,
            ["verbs"] = Texts(kind.Verbs),
        };
        if (kind.ShortNames.Count > 0)
            json["shortNames"] = Texts(kind.ShortNames);
        yield return json;

        if (kind.HasStatus)
            yield return new JsonObject
            {
                ["name"] = $"{kind.Plural}/status",
                ["singularName"] = "",
                ["namespaced"] = kind.Namespaced,
                ["kind"] = kind.Kind,
                ["verbs"] = Texts(StatusVerbs),
            };
    }

    private static JsonObject AggregatedResource(ResourceKind kind)
    {
        JsonObject ResponseKind() =>
            new()
            {
                ["group"] = kind.Group,
                ["version"] = kind.Version,
                ["kind"] = kind.Kind,
            };

        var json = new JsonObject
        {
            ["resource"] = kind.Plural,
            ["responseKind"] = ResponseKind(),
            ["scope"] = kind.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = kind.Singular,
            ["verbs"] = Texts(kind.Verbs),
        };
        if (kind.ShortNames.Count > 0)
            json["shortNames"] = Texts(kind.ShortNames);
        if (kind.HasStatus)
            json["subresources"] = List([
                new JsonObject
                {
                    ["subresource"] = "status",
                    ["responseKind"] = ResponseKind(),
                    ["verbs"] = Texts(StatusVerbs),
                },
            ]);
        return json;
    }

    private static JsonArray List(IEnumerable<JsonObject> items) => new([.. items]);

    private static JsonArray Texts(IEnumerable<string> items) => new([.. items.Select(item => (JsonNode)item)]);
}
