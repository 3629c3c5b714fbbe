using System.Text.Json.Nodes;
using NodeTasker.LocalCluster.Schema;

namespace NodeTasker.LocalCluster.Tables;

/// <summary>The columns that kubectl shows for each kind.</summary>
internal static class TableColumns
{
    private static readonly TableColumn Name = new("Name", (value, _) => value.Name());
    private static readonly TableColumn Age = new("Age", (value, now) => Ages.Since(value.Meta("creationTimestamp"), now));

    private static readonly TableColumn[] ConfigMaps =
    [
        Name,
        new("Data", (value, _) => Count(value["data"]) + Count(value["binaryData"]), "integer"),
        Age,
    ];

    private static readonly TableColumn[] Namespaces = [Name, new("Status", (value, _) => value.Text("status", "phase")), Age];

    private static readonly TableColumn[] Leases = [Name, new("Holder", (value, _) => value.Text("spec", "holderIdentity")), Age];

    private static readonly TableColumn[] Nodes =
    [
        Name,
        new("Status", (value, _) => NodeCells.Status(value)),
        new("Roles", (value, _) => NodeCells.Roles(value)),
        Age,
        new("Version", (value, _) => value.Text("status", "nodeInfo", "kubeletVersion")),
        new("Internal-IP", (value, _) => NodeCells.Address(value, "InternalIP"), Priority: 1),
        new("External-IP", (value, _) => NodeCells.Address(value, "ExternalIP"), Priority: 1),
        new("OS-Image", (value, _) => NodeCells.Info(value, "osImage"), Priority: 1),
        new("Kernel-Version", (value, _) => NodeCells.Info(value, "kernelVersion"), Priority: 1),
        new("Container-Runtime", (value, _) => NodeCells.Info(value, "containerRuntimeVersion"), Priority: 1),
    ];

    private static readonly TableColumn[] Events =
    [
        new("Last Seen", (value, now) => EventCells.LastSeen(value, now)),
        new("Type", (value, _) => value.Text("type")),
        new("Reason", (value, _) => value.Text("reason")),
        new("Object", (value, _) => EventCells.Subject(value)),
        new("Source", (value, _) => EventCells.Source(value), Priority: 1),
        new("Message", (value, _) => value.Text("message").Trim()),
        new("Count", (value, _) => EventCells.Count(value), "integer", Priority: 1),
        Name with
        {
            Priority = 1,
        },
    ];

    public static IReadOnlyList<TableColumn> Of(ResourceKind kind) =>
        kind.StorageName switch
        {
            "configmaps" => ConfigMaps,
            "namespaces" => Namespaces,
            "leases" => Leases,
            "nodes" => Nodes,
            "events" => Events,
            _ => [Name, Age],
        };

    private static int Count(JsonNode? map) => (map as JsonObject)?.Count ?? 0;
}
