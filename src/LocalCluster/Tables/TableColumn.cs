using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Objects;

namespace NodeTasker.LocalCluster.Tables;

/// <summary>A column that kubectl shows; those of priority 1 are shown by <c>-o wide</c> only.</summary>
internal sealed record TableColumn(string Name, Func<JsonObject, DateTimeOffset, JsonNode?> Cell, string Type = "string", int Priority = 0)
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    private static readonly TableColumn NameColumn = new("Name", (value, _) => value.Name());
    private static readonly TableColumn AgeColumn = new("Age", (value, now) => Ages.Since(value.Meta("creationTimestamp"), now));

    private static readonly TableColumn[] NodeColumns =
    [
        NameColumn,
        new("Status", (node, _) => NodeStatus(node)),
        new("Roles", (node, _) => NodeRoles(node)),
        AgeColumn,
        new("Version", (node, _) => node.Text("status", "nodeInfo", "kubeletVersion")),
        new("Internal-IP", (node, _) => NodeAddress(node, "InternalIP"), Priority: 1),
        new("External-IP", (node, _) => NodeAddress(node, "ExternalIP"), Priority: 1),
        new("OS-Image", (node, _) => NodeInfo(node, "osImage"), Priority: 1),
        new("Kernel-Version", (node, _) => NodeInfo(node, "kernelVersion"), Priority: 1),
        new("Container-Runtime", (node, _) => NodeInfo(node, "containerRuntimeVersion"), Priority: 1),
    ];

    private static readonly TableColumn[] EventColumns =
    [
        new("Last Seen", (value, now) =>
            Ages.Since(First(value.Text("series", "lastObservedTime"), value.Text("lastTimestamp"), value.Text("eventTime")), now)
        ),
        new("Type", (value, _) => value.Text("type")),
        new("Reason", (value, _) => value.Text("reason")),
        new("Object", (value, _) => $"{value.Text("involvedObject", "kind").ToLowerInvariant()}/{value.Text("involvedObject", "name")}"),
        new("Source", (value, _) => First(value.Text("source", "component"), value.Text("reportingComponent")), Priority: 1),
        new("Message", (value, _) => value.Text("message").Trim()),
        new("Count", (value, _) => (value["series"]?["count"] ?? value["count"])?.GetValue<long>() ?? 1, "integer", Priority: 1),
        new("Name", NameColumn.Cell, Priority: 1),
    ];

    public static IReadOnlyList<TableColumn> Of(ResourceKind kind) =>
        kind.Kind switch
        {
            "ConfigMap" => [NameColumn, new("Data", (value, _) => Count(value["data"]) + Count(value["binaryData"]), "integer"), AgeColumn],
            "Namespace" => [NameColumn, new("Status", (value, _) => value.Text("status", "phase")), AgeColumn],
            "Lease" => [NameColumn, new("Holder", (value, _) => value.Text("spec", "holderIdentity")), AgeColumn],
            "Node" => NodeColumns,
            _ => EventColumns,
        };

    public JsonObject ToJson() =>
        new()
        {
            ["name"] = Name,
            ["type"] = Type,
            ["format"] = Name == "Name" ? "name" : "",
            ["description"] = "",
            ["priority"] = Priority,
        };

    private static int Count(JsonNode? map) => (map as JsonObject)?.Count ?? 0;

    private static string First(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > 0)
                return text;
        }

        return "";
    }

    private static string NodeStatus(JsonObject node)
    {
        var status = StatusList(node, "conditions").FirstOrDefault(condition => condition.Text("type") == "Ready")?.Text("status") switch
        {
            null => "Unknown",
            "True" => "Ready",
            _ => "NotReady",
        };
        return node.Text("spec", "unschedulable") == "true" ? $"{status},SchedulingDisabled" : status;
    }

    private static string NodeRoles(JsonObject node)
    {
        var roles = node.Metadata()
            .TextMap("labels")
            .Where(label => label.Key.StartsWith(RolePrefix, StringComparison.Ordinal) || label.Key == "kubernetes.io/role")
            .Select(label => label.Key == "kubernetes.io/role" ? label.Value : label.Key[RolePrefix.Length..])
            .Where(role => role.Length > 0)
            .Order(StringComparer.Ordinal);
        return First(string.Join(',', roles), "<none>");
    }

    private static string NodeAddress(JsonObject node, string type) =>
        StatusList(node, "addresses").FirstOrDefault(address => address.Text("type") == type)?.Text("address") ?? "<none>";

    private static string NodeInfo(JsonObject node, string field) => First(node.Text("status", "nodeInfo", field), "<unknown>");

    private static IEnumerable<JsonObject> StatusList(JsonObject node, string field) => ((JsonObject)node["status"]!).Objects(field);
}
