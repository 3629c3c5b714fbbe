using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Tables;

/// <summary>What a row about a Node says.</summary>
internal static class NodeCells
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static string Status(JsonObject node)
    {
        var ready = Items(node, "conditions").FirstOrDefault(condition => condition.Text("type") == "Ready");
        var text = ready?.Text("status") switch
        {
            null => "Unknown",
            "True" => "Ready",
            _ => "NotReady",
        };
        return node.Text("spec", "unschedulable") == "true" ? $"{text},SchedulingDisabled" : text;
    }

    public static string Roles(JsonObject node)
    {
        var roles = node.Metadata()
            .TextMap("labels")
            .Select(label =>
                label.Key.StartsWith(RolePrefix, StringComparison.Ordinal) ? label.Key[RolePrefix.Length..]
                : label.Key == "kubernetes.io/role" ? label.Value
                : ""
            )
            .Where(role => role.Length > 0)
            .Order(StringComparer.Ordinal)
            .ToList();
        return roles.Count == 0 ? "<none>" : string.Join(',', roles);
    }

    public static string Address(JsonObject node, string type) =>
        Items(node, "addresses").FirstOrDefault(address => address.Text("type") == type)?.Text("address") ?? "<none>";

    public static string Info(JsonObject node, string field) =>
        node.Text("status", "nodeInfo", field) is { Length: > 0 } text ? text : "<unknown>";

    private static IEnumerable<JsonObject> Items(JsonObject node, string field) =>
        ((node["status"] as JsonObject)?[field] as JsonArray ?? []).OfType<JsonObject>();
}
